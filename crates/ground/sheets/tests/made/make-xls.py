"""Makes so-cu.xls, a register as an office of 2004 kept it: run with xlwt 1.3 (BSD).

Letters are TCVN3 in the font .VnTime; one sheet is a title page, one has days as Excel keeps them.
All people are invented.
"""

import datetime
import xlwt

book = xlwt.Workbook()
old, large, day = xlwt.easyxf("font: name .VnTime"), xlwt.easyxf("font: name .VnTimeH"), None
day = xlwt.easyxf("font: name .VnTime", num_format_str="DD/MM/YYYY")
book.add_sheet("Bia").write(0, 0, "Sæ tiÕp nhËn ®¬n", large)
sheet = book.add_sheet("N¨m 2004")
for column, name in enumerate(["STT", "Ngµy nhËn", "Hä vµ tªn", "Néi dung ®¬n"]):
    sheet.write(2, column, name, old)
rows = [
    (1, datetime.date(2004, 2, 5), "NguyÔn V¨n MÉu", "M­¬ng tho¸t n­íc bÞ lÊp"),
    (2, datetime.date(2004, 2, 6), "TrÇn ThÞ Thö", "§­êng vµo chî ngËp"),
]
for line, row in enumerate(rows, 3):
    for column, value in enumerate(row):
        sheet.write(line, column, value, day if column == 1 else old)
sheet.write(5, 0, "Céng: 2 ®¬n", old)
book.save("so-cu.xls")
