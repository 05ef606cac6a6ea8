# Figures to look at: two years of months, units beside each other.
rl-title = Figures to look at
rl-lede = One indicator in the last 24 months of reports, of the unit and of each unit below. Each drawing stands beside its numbers.
rl-none = No month of reports is over yet.
rl-sum = Last 12 months: { $n } { $measure }; the 12 before: { $before } { $measure }.
rl-highest = Highest: { $n } { $measure }, { $month }.
rl-changed = Since { $day }: units were rearranged.
rl-table = Table of months
rl-map = Units, last 12 months
rl-map-hint = The higher the ink, the larger the figure. Tiles stand in the order of codes, not of figures.
rl-class = { $range }: { $n } units
rl-small-hint = All on one scale; the number is that of the last 12 months.
rl-before = the 12 months before: { $n }
rl-link = Figures to look at
