# Đơn vị do người quản trị hoặc lãnh đạo thêm: thôn, phòng, tổ chức, doanh nghiệp. Nói với cán bộ:
# động từ đứng trước, không xưng hô.

units-title = Thôn và các đơn vị
units-of = Thôn và các đơn vị của { $unit }
units-lede = Đơn gửi đến ghi được ở thôn hoặc địa điểm nào; sổ đơn lọc được theo thôn, địa điểm. Đơn vị đã chấm dứt hoạt động vẫn giữ tên trên các đơn cũ.
units-none = Chưa có đơn vị nào. Thêm các thôn, tổ dân phố trước, để đơn ghi được là ở thôn nào.
units-add = Thêm đơn vị
units-add-hint = Mã do máy cấp và không cấp lại cho đơn vị khác.
units-add-send = Thêm
units-added = { $n ->
   *[other] Đã thêm { $n } đơn vị.
}

unit-kind = Loại đơn vị
unit-kind-village = Thôn, tổ dân phố
unit-kind-landmark = Địa điểm, mốc: chợ, trường, nhà văn hóa…
unit-kind-office = Phòng, văn phòng
unit-kind-organisation = Tổ chức
unit-kind-enterprise = Doanh nghiệp, hợp tác xã
unit-name = Tên
unit-names = Tên các đơn vị
unit-names-hint = Mỗi dòng một tên, viết cả loại: Thôn Bến Cồn, Tổ dân phố 3.
unit-names-missing = Cần ghi tên.
unit-code = Mã
unit-parent = Thuộc
unit-from = Có từ ngày
unit-since = Có từ
unit-state = Hiện nay
unit-current = đang có
unit-until = chấm dứt từ { $day }
unit-until-ahead = sẽ chấm dứt từ { $day }
unit-from-ahead = sẽ có từ { $day }
unit-known = Đơn vị này
unit-former = Tên trước đây
unit-name-since = Tên này có từ
unit-before = Hình thành từ
unit-after = Nhập vào
unit-rename = Đổi tên
unit-rename-hint = Viết sai khi thêm: sửa tên và giữ ngày tên này bắt đầu, tên sai sẽ không thành tên cũ.
unit-rename-send = Đổi tên
unit-name-new = Tên mới
unit-name-from = Mang tên mới từ ngày
unit-end = Chấm dứt hoạt động
unit-end-hint = Khi sáp nhập, chia tách hoặc giải thể. Việc này không lấy lại được.
unit-end-on = Chấm dứt từ ngày
unit-end-on-hint = Ngày đầu tiên không còn đơn vị này, theo quyết định.
unit-end-send = Ghi chấm dứt hoạt động
unit-into = Nhập vào đơn vị nào
unit-into-hint = Đánh dấu một hoặc nhiều đơn vị. Giải thể mà không nhập vào đâu thì để trống.

refusal-unit-parent-none = Không có đơn vị hành chính nào hiện nay mang mã { $unit }.
refusal-unit-none = Không có đơn vị nào mang mã { $unit }.
refusal-unit-name-missing = Mỗi tên cần có chữ hoặc số.
refusal-unit-name-long = Tên dài quá { $max } chữ cái: { $name }…
refusal-unit-names-many = Mỗi lần thêm được nhiều nhất { $max } đơn vị. Chia làm nhiều lần.
refusal-unit-name-twice = Có hai dòng cùng tên: { $name }.
refusal-unit-name-taken = Đã có { $other }; tên { $name } đọc không dấu thì giống nhau. Viết thêm cho khác, hoặc ghi đơn vị cũ chấm dứt trước.
refusal-unit-name-same = Đây đang là tên của đơn vị này.
refusal-unit-rename-early = Tên hiện nay có từ { $date }; tên mới không thể có trước ngày đó.
refusal-unit-rename-ahead = Ngày này chưa đến. Đổi tên khi tên mới có hiệu lực.
refusal-unit-end-early = Đơn vị mang tên hiện nay từ { $date }; không thể chấm dứt trước ngày đó.
refusal-unit-successor-none = Đơn vị { $unit } không cùng loại ở đây, hoặc không còn vào ngày đó.
refusal-unit-ended = { $unit } đã được ghi là chấm dứt từ { $date }.
refusal-unit-ended-next = Mở lại trang của đơn vị để xem nhập vào đâu.
