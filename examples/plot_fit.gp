# Data, fit and residuals of one fit, from the file that `didv fit … -o FILE` writes:
#   gnuplot -e "curve='FILE.csv'; picture='FILE.png'; heading='CeH9, 2 K'" examples/plot_fit.gp
set datafile separator ","
set datafile commentschars "#"
set terminal pngcairo size 1000,800 noenhanced
set output picture
set lmargin 12
set grid
set offsets 0, 0, graph 0.08, graph 0.08
set key autotitle columnhead

set multiplot
set origin 0, 0.3
set size 1, 0.7
set bmargin 1
set format x ""
set title heading
set ylabel "conductance"
plot curve using "bias_mV":"data" with points pointtype 7 pointsize 0.5 linecolor rgb "#7f7f7f" title "data", \
     curve using "bias_mV":"fit" with lines linewidth 2 linecolor rgb "#c0392b" title "fit"

set origin 0, 0
set size 1, 0.3
set tmargin 1
set bmargin 3.5
set format x "%g"
unset title
set xlabel "bias (mV)"
set ylabel "data - fit"
unset key
plot curve using "bias_mV":"residual" with points pointtype 7 pointsize 0.4 linecolor rgb "#7f7f7f", \
     0 with lines linecolor rgb "black"
unset multiplot
