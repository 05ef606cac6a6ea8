# Trang đầu, cửa vào, và những trang không thuộc riêng việc nào.
door-file = Gửi đơn
door-follow = Xem đơn
door-deadline = Tính thời hạn
door-today = Hôm nay
door-desk = Bàn tiếp dân
door-register = Sổ đơn
door-law = Luật và lịch nghỉ
door-accounts = Tài khoản
foot-privacy = Cách chúng tôi giữ thông tin của ông/bà
foot-denunciation = Muốn tố cáo thì gửi ở đâu
foot-permissions = Ai được làm gì
foot-api = Dành cho lập trình viên
home-title = Ông/bà cần việc gì hôm nay?
home-lede = Gửi đơn rồi theo dõi đến khi việc xong. Mỗi hạn trả lời đều nói rõ vì sao là ngày đó.
home-often = Việc hay dùng
home-file = Gửi đơn, phản ánh, kiến nghị
home-file-hint = Không cần tài khoản. Có giấy tiếp nhận ngay.
home-follow = Xem đơn của tôi đến đâu
home-follow-hint = Cần mã đơn và bốn chữ bí mật trên giấy tiếp nhận.
home-deadline = Tính một thời hạn
home-deadline-hint = Ngày nào tính, ngày nào không, theo điều luật nào.
home-denounce = Tố cáo hành vi vi phạm
home-denounce-hint = Không gửi qua trang này, để giữ bí mật cho ông/bà. Nơi gửi và cách gửi.
home-year = Đơn trong năm nay
home-year-hint = Tính đến hôm nay, cả đơn gửi qua trang và tại bàn tiếp dân.
count-petitions-received = Đơn đã nhận
count-petitions-closed-in-time = Đã trả lời đúng hạn
count-petitions-closed-late = Đã trả lời, nhưng trễ
count-petitions-solved-yes = Người gửi nói đã xong
count-petitions-solved-no = Người gửi nói chưa xong
home-kept = Thông tin của ông/bà
home-kept-words = Tên, số điện thoại và lời kể được khóa riêng từng đơn. Cán bộ nào mở xem cũng để lại dấu trong sổ truy cập.
home-not-open = Phần mềm chưa được mở cho đơn vị nào
home-not-open-next = Người quản trị mở liên kết một lần mà chương trình in ra khi khởi động, chọn đơn vị và lập tài khoản đầu tiên.
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
