# Từ chối lập một văn bản: mẫu thiếu trường, văn bản thiếu phần bắt buộc, sổ quá dài.

refusal-document-field-missing = Mẫu “{ $template }” thiếu “{ $field }”.
refusal-document-field-missing-next = Ghi “{ $field }” vào vụ việc rồi lập lại văn bản. Chưa có gì được gửi đi.
refusal-document-field-unknown = Mẫu “{ $template }”, dòng { $line }: không có trường “{ $field }”.
refusal-document-field-unknown-next = Sửa dòng đó. Các trường dùng được: { $known }.
refusal-document-template-unreadable = Mẫu “{ $template }” không đọc được ở dòng { $line }: { $flaw }.
refusal-document-template-unreadable-next = Sửa dòng đó rồi nạp lại; đến lúc ấy mẫu cũ vẫn được dùng.
refusal-document-part-empty = Văn bản chưa có { $part ->
    [issuer] tên cơ quan ban hành
    [place] địa danh
    [symbol] ký hiệu
    [subject] trích yếu nội dung
    [body] nội dung
    [title] tên loại hoặc chức vụ người ký
    [name] họ tên người ký
   *[other] đủ các phần bắt buộc
}.
refusal-document-part-empty-next = Ghi phần còn thiếu rồi lập lại văn bản. Những gì đã ghi vẫn còn.
refusal-document-too-many-rows = Tệp { $kind } không chứa quá { $most } dòng.
refusal-document-too-many-rows-next = Chọn khoảng thời gian ngắn hơn, hoặc tải tệp CSV.
