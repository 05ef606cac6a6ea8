# Thời hạn, luật, lịch nghỉ.
duties-calculator = Tính một thời hạn
duties-calculator-lede = Chọn việc và ngày bắt đầu. Trang này chỉ ra ngày cuối cùng, từng ngày được tính hay không, và theo điều luật nào.
duties-rule = Việc gì
duties-rule-hint = Mỗi dòng là một quy định của luật, trong ngoặc là mã của dòng đó.
duties-event = Ngày bắt đầu
duties-event-hint = Ngày nhận đơn, ngày thụ lý, ngày ký quyết định… Ngày này không tính.
duties-calendar = Lịch nghỉ
duties-calendar-hint = Cơ quan Nhà nước có thêm ngày nghỉ hoán đổi và thứ Bảy làm bù.
duties-calendar-office = Cơ quan Nhà nước
duties-calendar-statutory = Chỉ ngày lễ theo luật
duties-work-out = Tính
duties-answer = Kết quả
duties-answer-hint = Mỗi ô là một ngày. Số đậm là ngày thứ mấy của thời hạn.
duties-last-day = Ngày cuối cùng
duties-as-list = Xem dưới dạng danh sách
duties-unconfirmed = Điều khoản này chưa được cán bộ pháp chế xác nhận. Xin đối chiếu trước khi dùng.
duties-provisional = Trong thời hạn có ngày nghỉ dự kiến, chờ cơ quan có thẩm quyền quyết định. Hạn có thể đổi.
duties-moves = Hạn đã đổi
duties-moves-lede = Mỗi dòng là một hạn đã dời vì lịch nghỉ hoặc quy định thay đổi. Việc đã xong giữ nguyên hạn của nó.
duties-moves-none = Chưa có hạn nào phải dời.
duties-code = Mã đơn
duties-rule-id = Quy định
duties-before = Hạn cũ
duties-after = Hạn mới
duties-why = Vì sao
duties-changed-at = Lúc đổi
law-rules = Các quy định đang dùng
law-instrument = Văn bản
law-rules-lede = Phần mềm tính hạn theo các dòng này. Dòng chưa đối chiếu với văn bản gốc được ghi rõ, chờ cán bộ pháp chế xác nhận.
law-says = Nội dung
law-article = Điều khoản
law-valid = Hiệu lực
law-since = từ { $from }
law-between = từ { $from } đến { $to }
law-certainty = Mức chắc chắn
law-confirm = Xác nhận
law-confirm-send = Tôi đã đối chiếu, dòng này đúng
law-confirm-done = Đã ghi lời xác nhận của cán bộ pháp chế.
law-source = Căn cứ
law-source-hint = Số, ngày của văn bản. Ví dụ: Công văn 12729/VPCP-KGVX ngày 25/12.
law-holidays = Lịch nghỉ
law-holidays-of = Lịch nghỉ năm { $year }
law-holidays-lede = Ngày nghỉ lễ, nghỉ bù, nghỉ hoán đổi và thứ Bảy làm bù. Thêm một ngày thì mọi hạn còn mở được tính lại ngay.
law-year = Năm
law-day = Ngày
law-day-kind = Loại ngày
law-day-name = Tên gọi
law-day-instead = Thay cho ngày
law-day-instead-hint = Với nghỉ bù, nghỉ hoán đổi và làm bù: ngày còn lại của cặp.
law-day-status = Tình trạng
law-holiday-add = Ghi một ngày đã có quyết định
law-holiday-add-hint = Ngày đã ghi thay cho ngày dự kiến.
law-holiday-save = Ghi vào lịch
law-holiday-remove = Bỏ một ngày khỏi lịch
law-holiday-remove-hint = Ngày ghi nhầm, hoặc ngày dự kiến mà Thủ tướng không chọn. Ngày đó trở lại là ngày thường hay cuối tuần.
law-holiday-remove-save = Bỏ ngày này
law-year-announced = Lịch nghỉ năm { $year } đã được công bố đúng như trên
law-year-announced-hint = Mọi ngày dự kiến của năm thành ngày đã quyết định.
law-year-announced-save = Ghi là đã công bố
law-holiday-done = Đã ghi vào lịch nghỉ.
law-holiday-moved = { $n ->
    [0] Không có hạn nào phải dời.
   *[other] { $n } hạn còn mở đã được dời.
}
day-holiday = Nghỉ lễ
day-compensation = Nghỉ bù
day-swap_off = Nghỉ hoán đổi
day-swap_worked = Làm bù
day-decided = Đã quyết định
day-provisional = Dự kiến
law-unsettled = Chưa đối chiếu với văn bản: hỏi cán bộ pháp chế trước khi dựa vào.
certainty-verified = Đã đối chiếu văn bản
certainty-secondary = Theo nguồn thứ cấp
certainty-memory = Chưa đối chiếu
certainty-computed = Suy ra từ quy định khác
certainty-confirmed = Pháp chế đã xác nhận
law-adopted = Phần mềm nhận bộ quy định mới
law-holiday-set = Lịch nghỉ: { $day } là { $name } ({ $source })
law-holiday-removed = Lịch nghỉ: bỏ ngày { $day } ({ $source })
law-year-confirmed = Lịch nghỉ năm { $year } đã được công bố ({ $source })
law-rule-confirmed = Pháp chế xác nhận { $rule } ({ $source })
law-rule-ended = { $rule } hết hiệu lực sau ngày { $day } ({ $source })
law-rule-set = { $rule } có hiệu lực mới từ { $day }
refusal-rule-not-in-force = Ngày { $on } chưa có, hoặc không còn, quy định { $rule }.
refusal-rule-not-in-force-next = Chọn ngày bắt đầu nằm trong thời gian quy định có hiệu lực.
refusal-rule-not-a-term = { $rule } không phải là một thời hạn tính bằng ngày.
refusal-rule-too-long = Thời hạn vượt quá lịch mà phần mềm biết.
refusal-rule-unknown = Không có quy định này: { $rule }.
refusal-rule-event = Ngày không đọc được: { $event }. Viết theo dạng 2026-03-16.
refusal-rule-calendar = Lịch chỉ có hai loại: office hoặc statutory.
refusal-law-no-source = Xin ghi căn cứ: số và ngày của văn bản.
refusal-law-not-possible = Chưa ghi được ngày này: { $why }.
lunar-day = { $month ->
    [1] { $day ->
        [1] mùng 1 tháng Giêng
        [2] mùng 2 tháng Giêng
        [3] mùng 3 tháng Giêng
       *[other] { $day } tháng Giêng
    }
    [12] { $day } tháng Chạp
   *[other] { $day } tháng { $month }
}
lunar-leap = { $day } tháng { $month } nhuận
