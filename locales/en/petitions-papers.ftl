# Papers issued on a letter, and the register taken along as a file or printed.

papers-title = Papers
papers-new = Draw up a paper to the sender
papers-logged = The paper names the sender: each opening goes into the access log.
paper-receipt = Receipt
paper-accepted = Notice of acceptance
paper-guided = Letter of guidance
paper-forwarded = Letter of forwarding
paper-refused = Notice of refusal
paper-answer = Letter of answer
paper-decision = Decision of settlement
paper-dialogue = Invitation to a dialogue
paper-suspended = Decision of suspension
paper-terminated = Decision of termination
paper-title = Paper no. { $number }
paper-number = Number and symbol
paper-kind = Kind
paper-day = Day of issue
paper-by = Issued by
paper-save-pdf = Save as PDF
paper-save-docx = Save as DOCX
paper-done = Issued
paper-done-note = The number is used for no other paper. Save it to print, sign and seal.

paper-ask-note = The file does not hold what is asked below. Write it, then look at the paper.
paper-look = Look at the paper
paper-look-again = Look again
paper-issue = Issue with a number
paper-issue-note = When issued, the paper takes the next number of this year’s series. Its words cannot be changed after that.
paper-edit = Change before issuing
paper-subject = Summary
paper-to = Addressed to
paper-to-hint = One addressee a line. A decision has none.
paper-body = Text
paper-body-hint = One paragraph a line. At its beginning: “>” a ground, “=” a bold line in the middle, “§” an article, “+” a numbered paragraph.
paper-authority = Authority of the signer
paper-authority-hint = For example: TM. Ủy ban nhân dân; KT. Chủ tịch. Empty when the head signs in the head’s own office.
paper-post = Post of the signer
paper-signer = Name of the signer
paper-copies = Copies to
paper-copies-hint = One a line; the last is where it is kept.
paper-next = Next number: { $number }. It is given only when the paper is issued.
paper-first = First number
paper-first-hint = Dantin has given no number with the symbol { $symbol } this year. If the book of outgoing papers has used some, write the one after.
paper-before = This kind of paper was issued before: no. { $numbers }. Another will have a new number.
paper-missing = Write this: the paper must have it.

refusal-paper-not-now = Nothing has happened yet that this paper could tell.
refusal-paper-not-now-next = Do the step on the case first, then draw up the paper.
refusal-paper-erased = The words of this paper were erased under the rules ({ $ground }).
refusal-paper-erased-next = Number and day of issue still stand in the course of the case.

# Words on papers: Vietnamese only, because papers of the State are in Vietnamese.
paper-committee = Ủy ban nhân dân
paper-asker = ông/bà { $name }
paper-kind-feedback = phản ánh, kiến nghị
paper-kind-complaint = đơn khiếu nại
paper-kind-second-complaint = đơn khiếu nại lần hai
paper-follow = trang thông tin của { $office }
paper-chair-of = Chủ tịch { $office }
paper-for = TM. Ủy ban nhân dân
paper-chair = Chủ tịch
paper-receiver = Người tiếp nhận
paper-as-above = Như trên
paper-as-article = Như Điều { $n }
paper-sender = Người gửi đơn
paper-kept = Lưu: VT, hồ sơ vụ việc
paper-finding-right = Công nhận nội dung khiếu nại là đúng toàn bộ.
paper-finding-partly = Công nhận nội dung khiếu nại là đúng một phần.
paper-finding-wrong = Nội dung khiếu nại là sai toàn bộ; giữ nguyên quyết định hành chính, hành vi hành chính bị khiếu nại.
paper-appeal-first = khiếu nại lần hai trong thời hạn { $days } ngày kể từ ngày nhận được Quyết định này, hoặc khởi kiện vụ án hành chính tại Tòa án theo quy định của Luật Tố tụng hành chính
paper-appeal-second = khởi kiện vụ án hành chính tại Tòa án theo quy định của Luật Tố tụng hành chính

# Names of the fields of wordings.
paper-field-co-quan = office
paper-field-nguoi-gui = sender
paper-field-dia-chi = address
paper-field-ma-don = code
paper-field-loai-don = kind of letter
paper-field-noi-dung = content
paper-field-ngay-nhan = day of receipt
paper-field-can-cu = legal ground
paper-field-ly-do = reason
paper-field-tai-lieu = papers enclosed
paper-field-dien-thoai = telephone
paper-field-noi-theo-doi = where to follow it
paper-field-viec-tiep-theo = what the sender can do next
paper-field-han = due date
paper-field-luc-nhan = moment of receipt
paper-field-ngay-thu-ly = day of acceptance
paper-field-nguoi-xac-minh = who verifies
paper-field-noi-co-tham-quyen = competent body
paper-field-dia-chi-noi-co-tham-quyen = address of the competent body
paper-field-tra-loi = answer
paper-field-thoi-han-thuc-hien = who does it and by when
paper-field-nguoi-de-nghi = who proposes it
paper-field-nguoi-ky = who signs
paper-field-ket-luan = conclusion
paper-field-bien-phap = how it is settled
paper-field-nguoi-thi-hanh = who carries it out
paper-field-ngay-hieu-luc = day of legal effect
paper-field-ngay-quyet-dinh = day of the decision
paper-field-thoi-gian = time
paper-field-dia-diem = place
paper-field-nguoi-chu-tri = who presides
paper-field-thanh-phan = who takes part

# The register, taken along as a file or printed.
export-link = Save or print the register
export-title = Save or print the register
export-head = Save or print the register, { $unit }
export-count = { $n ->
    [one] One letter leaves.
   *[other] { $n } letters leave.
 }
export-by = { $what }: { $value }
export-by-q = found by words
export-by-kind = kind
export-by-matter = matter
export-by-state = state
export-by-channel = how it came
export-by-village = one village or landmark
export-by-holder = one holder
export-by-only = listed
export-by-from = received from
export-by-to = received until
export-by-due = due
export-book = Sổ theo dõi tiếp nhận, xử lý đơn
export-note = Đến hết ngày { $to }
export-note-from = Từ ngày { $from } đến hết ngày { $to }
export-print-title = The register to print
export-col-n = STT
export-col-code = Mã đơn
export-col-received = Ngày nhận
export-col-name = Họ và tên
export-col-address = Địa chỉ
export-col-people = Số người
export-col-content = Nội dung
export-col-kind = Loại đơn
export-col-handling = Hướng xử lý
export-col-holder = Người giải quyết
export-col-due = Hạn
export-col-closed = Ngày xong
export-col-result = Kết quả
