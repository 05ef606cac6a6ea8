# Figures to look at: two years of months, units beside each other.
rl-title = Figures to look at
rl-lede = One indicator in the last 24 months of reports, of the unit and of each unit below. Each drawing stands beside its numbers.
rl-none = No month of reports is over yet.
rl-sum = Last 12 months: { $n } { $measure }; the 12 before: { $before } { $measure }.
rl-highest = Highest: { $n } { $measure }, { $month }.
rl-changed = Since { $day }: units were rearranged.
rl-law = From { $day } on: { $names }.
rl-table = Table of months
rl-map = Units, last 12 months
rl-map-hint = The higher the ink, the larger the figure. Tiles stand in the order of codes, not of figures.
rl-chart = A map of the units: the darker, the larger the figure; the figures of all units stand in the tiles below.
rl-chart-of = { $name }: { $n }
rl-chart-missing = Units without an outline, which are not on the map: { $n }.
rl-class = { $range }: { $n } units
rl-small-hint = All on one scale; the number is that of the last 12 months.
rl-before = the 12 months before: { $n }
rl-link = Figures to look at
