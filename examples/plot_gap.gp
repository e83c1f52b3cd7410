# Reduced gap against reduced temperature, points on the BCS curve, from the file that example_05 writes:
#   gnuplot -e "points='ceh9_gap.csv'; picture='ceh9_gap.png'; heading='CeH9'" examples/plot_gap.gp
set datafile separator ","
set datafile commentschars "#"
set terminal pngcairo size 900,700 noenhanced
set output picture
set grid
set xrange [0:1.05]
set yrange [0:1.15]
set xlabel "T / Tc"
set ylabel "Delta / Delta(0)"
set title heading
set key bottom left
set key autotitle columnhead
plot points using "reduced_temperature":"bcs" with lines linewidth 2 linecolor rgb "#7f7f7f" title "BCS", \
     points using "reduced_temperature":"reduced_gap":"error" with yerrorbars pointtype 7 linecolor rgb "#c0392b" title "spectra, each by itself"
