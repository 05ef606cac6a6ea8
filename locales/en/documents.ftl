# Refusals to make a document: a template lacks a field, a document lacks a part, a register is too long.

refusal-document-field-missing = The template “{ $template }” lacks “{ $field }”.
refusal-document-field-missing-next = Put “{ $field }” into the case, then make the document again. Nothing was sent.
refusal-document-field-unknown = The template “{ $template }”, line { $line }: there is no field “{ $field }”.
refusal-document-field-unknown-next = Mend that line. Fields that there are: { $known }.
refusal-document-template-unreadable = The template “{ $template }” cannot be read at line { $line }: { $flaw }.
refusal-document-template-unreadable-next = Mend that line and load it again; until then the old template is used.
refusal-document-part-empty = The document has no { $part ->
    [issuer] issuing authority
    [place] place
    [symbol] symbol
    [subject] subject
    [body] body
    [title] name of its kind or post of its signer
    [name] name of its signer
   *[other] part that it must have
} yet.
refusal-document-part-empty-next = Fill in what is missing, then make the document again. What was typed is kept.
refusal-document-too-many-rows = A file of the kind { $kind } holds no more than { $most } rows.
refusal-document-too-many-rows-next = Choose a shorter period, or take the CSV file.
