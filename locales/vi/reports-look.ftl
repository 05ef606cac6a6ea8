# Số liệu để nhìn: hai năm theo tháng, các đơn vị cạnh nhau.
rl-title = Nhìn số liệu
rl-lede = Một chỉ tiêu trong 24 tháng báo cáo đã qua, của đơn vị và từng đơn vị bên dưới. Hình nào cũng có số bên cạnh.
rl-none = Chưa có tháng báo cáo nào đã qua.
rl-sum = 12 tháng gần nhất: { $n } { $measure }; 12 tháng trước đó: { $before } { $measure }.
rl-highest = Cao nhất: { $n } { $measure }, { $month }.
rl-changed = Từ { $day }: sắp xếp đơn vị hành chính.
rl-law = Từ { $day } áp dụng: { $names }.
rl-table = Bảng theo tháng
rl-map = Các đơn vị, 12 tháng gần nhất
rl-map-hint = Mực dâng cao là số lớn. Ô xếp theo mã đơn vị, không theo số liệu.
rl-chart = Bản đồ các đơn vị: tô đậm là số lớn; số của từng đơn vị ở các ô bên dưới.
rl-chart-of = { $name }: { $n }
rl-chart-missing = Chưa có đường ranh của { $n } đơn vị nên không vẽ được trên bản đồ.
rl-class = { $range }: { $n } đơn vị
rl-small-hint = Mọi hình cùng một thang; số bên dưới là của 12 tháng gần nhất.
rl-before = 12 tháng trước đó: { $n }
rl-link = Nhìn số liệu
