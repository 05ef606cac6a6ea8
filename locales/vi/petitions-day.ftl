# Ngày làm việc của cán bộ: đơn giấy, lãnh đạo, câu hỏi, bộ lọc, làm hàng loạt, vắng mặt, lịch, văn bản.

day-desk-came = Đến bằng cách nào
day-desk-in-person = Người đến tận nơi
day-desk-on-paper = Đơn giấy
day-desk-on = Ngày nhận đơn
day-desk-on-hint = Thời hạn tính từ ngày này. Để trống là hôm nay.
day-desk-several = Nhiều người cùng đứng đơn
day-desk-others = Người đại diện, mỗi người một dòng
day-desk-others-hint = Họ tên, địa chỉ. Với khiếu nại, những người ghi ở đây là người đại diện của đoàn.
day-people = Số người cùng đứng đơn
refusal-petition-not-come-yet = Ngày nhận đơn ở sau hôm nay.

day-lead-title = Lãnh đạo
day-lead-head = Việc của { $unit }
day-lead-late = Quá hạn
day-lead-week = Đến hạn trong tuần này, đến hết { $until }
day-lead-open = Đang giải quyết
day-lead-unassigned = Chưa giao cho ai
day-lead-contested = Người gửi nói chưa xong
day-lead-suspended = Tạm đình chỉ
day-lead-asked = Cơ quan được hỏi chưa trả lời
day-lead-none = Đơn vị không còn việc nào đang mở.
day-by-unit = Theo đơn vị
day-by-holder = Theo người giữ
day-by-matter = Theo lĩnh vực
day-by-asked = Theo cơ quan được hỏi ý kiến
day-col-name = Tên
day-col-open = Đang mở
day-col-late = Quá hạn
day-col-week = Tuần này
day-col-share = Tỷ lệ quá hạn
day-percent = { $n }%
day-share-few = Ít việc quá, không ghi tỷ lệ

day-asked-title = Hỏi ý kiến
day-asked-lede = Câu hỏi về vụ việc mà cơ quan, đơn vị chưa trả lời, xếp theo hạn đã hẹn.
day-asked-none = Không còn câu hỏi nào chờ trả lời.
day-asked-on = Ngày hỏi
day-asked-done = Đã ghi ý kiến trả lời.
day-advice-title = Trả lời câu hỏi
day-advice-until = { $office } trả lời chậm nhất { $due }.
day-advice-asked = Câu hỏi
day-advice-send = Ghi ý kiến

day-due = Hạn
day-due-open = đang mở
day-due-late = quá hạn
day-due-week = đến hạn trong tuần này
