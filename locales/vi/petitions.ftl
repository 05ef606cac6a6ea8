# Từ dùng chung của đơn: loại, lĩnh vực, tình trạng, việc làm, và những lời từ chối.

kind-feedback = phản ánh, kiến nghị
kind-complaint = khiếu nại
kind-hint-feedback = Báo một việc chung cần sửa, nêu mong muốn hoặc góp ý: đường hỏng, rác ứ, thủ tục chậm.
kind-hint-complaint = Đề nghị xem lại một quyết định hoặc việc làm của cơ quan, cán bộ mà ông/bà cho là trái pháp luật, xâm phạm quyền của chính mình.

matter-roads = đường sá, cầu cống
matter-water = nước sạch, thoát nước
matter-waste = rác thải, môi trường
matter-lighting = điện, chiếu sáng
matter-land = đất đai
matter-compensation = bồi thường, tái định cư
matter-building = xây dựng, trật tự đô thị
matter-order = an ninh, trật tự
matter-social = trợ cấp, chính sách
matter-health = y tế
matter-school = trường học
matter-procedures = thủ tục hành chính
matter-service = thái độ phục vụ
matter-other = việc khác

state-received = Mới nhận
state-classified = Đã phân loại
state-accepted = Đã thụ lý
state-verified = Đã xác minh
state-decided = Đã có kết quả, chờ gửi
state-sent = Đã trả lời
state-filed = Đã lưu đơn
state-guided = Đã hướng dẫn
state-forwarded = Đã chuyển đúng nơi
state-refused = Không thụ lý

step-classify = Phân loại
step-assign = Giao việc
step-file = Lưu đơn
step-guide = Hướng dẫn
step-forward = Chuyển đơn
step-refuse = Không thụ lý
step-accept = Thụ lý
step-verify = Ghi kết quả xác minh
step-decide = Ký kết quả
step-send = Gửi trả lời
step-judge = Nói việc đã xong chưa

channel-page = trang thông tin
channel-api = phần mềm của cơ quan
channel-desk = bàn tiếp dân
channel-import = sổ cũ

answer-by-sms = Tin nhắn điện thoại
answer-by-post = Thư giấy gửi về nhà
answer-by-desk = Đến trụ sở nhận
answer-by-oneself = Tự xem trên trang này

finding-right = Khiếu nại đúng
finding-partly = Khiếu nại đúng một phần
finding-wrong = Khiếu nại sai

solved-yes = Đã xong
solved-partly = Xong một phần
solved-no = Chưa xong

lack-writer = Đơn thiếu ngày, họ tên hoặc địa chỉ người viết.
lack-language = Đơn không viết bằng tiếng Việt và không kèm bản dịch có công chứng.
lack-illegible = Đơn rách, tẩy xóa hoặc không đọc được.
lack-already-guided = Việc này đã được hướng dẫn một lần.
lack-competent-has-it = Đơn đã gửi nhiều nơi, trong đó có nơi có thẩm quyền.

clock-td-reply = Hạn trả lời
clock-kn-accept1 = Hạn thụ lý
clock-kn-res1 = Hạn giải quyết
clock-kn-send1 = Hạn gửi quyết định
must-td-reply = phải trả lời chậm nhất
must-kn-accept1 = phải thụ lý, hoặc báo không thụ lý, chậm nhất
must-kn-res1 = phải giải quyết xong chậm nhất
must-kn-send1 = phải gửi quyết định chậm nhất

refusal-petition-no-words = Xin viết vài lời về sự việc để người xử lý hiểu đúng.
refusal-petition-long = Dài quá { $most } chữ cái (đang có { $has }). Ông/bà viết gọn lại, hoặc mang bản giấy đến trụ sở.
refusal-petition-long-place = Phần nơi xảy ra dài quá { $most } chữ cái. Ông/bà viết gọn lại.
refusal-petition-long-person = Phần họ tên, điện thoại hoặc địa chỉ dài quá { $most } chữ cái. Ông/bà viết gọn lại.
refusal-petition-matter = Xin chọn lĩnh vực của việc này.
refusal-petition-kind = Không có loại đơn “{ $kind }”. Chỉ có feedback và complaint.
refusal-petition-finding = Xin chọn kết luận: đúng, đúng một phần hoặc sai.
refusal-petition-ground = Căn cứ này không có trong luật đang áp dụng.
refusal-petition-not-now = Việc này chưa làm được, hoặc không còn làm được, ở tình trạng hiện nay của đơn.
refusal-petition-not-now-next = Mở lại trang của đơn để xem bây giờ được làm gì.
refusal-petition-clock-back = Đồng hồ của máy chủ đang chỉ trước ngày nhận đơn. Chưa có gì được ghi.
refusal-petition-clock-back-next = Người quản trị chỉnh lại đồng hồ rồi thử lại.
refusal-petition-erased-already = Lời và thông tin của đơn này đã xóa từ trước.
refusal-petition-unknown = Không tìm thấy đơn với mã này.
refusal-petition-unknown-next = Ông/bà xem lại từng chữ số trên giấy tiếp nhận. Nếu mất giấy, mang giấy tờ tùy thân đến trụ sở.
refusal-petition-unit-elsewhere = Trang này không nhận đơn gửi { $unit }. Ở đây nhận đơn gửi { $home }.
refusal-petition-unit-elsewhere-next = Ông/bà gửi tại trang thông tin hoặc trụ sở của đơn vị đó.
refusal-petition-unit-unknown = Không có đơn vị nào mang mã { $unit }.
refusal-petition-unit-merged = { $unit } không còn từ 01/07/2025, nay thuộc { $now }. Ông/bà xem lại có đúng không.
refusal-petition-unit-split = { $unit } đã chia về: { $now }. Ông/bà ở phần nào thì chọn đơn vị của phần đó.
refusal-denunciation-not-online = Tố cáo không gửi qua mạng, để giữ bí mật cho người tố cáo.
refusal-denunciation-not-online-next = Nộp trực tiếp hoặc gửi bưu điện. Trang /to-cao chỉ nơi gửi và cách gửi.
refusal-idempotency-key = Idempotency-Key phải có từ 1 đến 200 ký tự.
refusal-instance-not-open = Phần mềm chưa được mở cho đơn vị nào, nên chưa nhận đơn được.
refusal-instance-not-open-next = Ông/bà đến trụ sở hoặc gọi điện.
refusal-token-unknown = Mã truy cập của cơ quan không đúng hoặc đã đóng.
