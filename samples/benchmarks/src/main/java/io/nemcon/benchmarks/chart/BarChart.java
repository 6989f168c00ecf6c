package io.nemcon.benchmarks.chart;

import java.util.List;
import java.util.Locale;

/**
 * Groups of bars, a value above each bar, readable on a light and on a dark page: the background is left out, and the colours of
 * text follow the reader's scheme. Immutable.
 *
 * @param unit of the values, for the title's second line
 * @param series one colour each, as the legend names them
 */
public record BarChart(String title, String unit, List<String> series, List<Group> groups) {

    /**
     * Bars side by side.
     *
     * @param values one for each series; not a number for none
     */
    public record Group(String name, List<Double> values) {}

    private static final int WIDTH = 860;
    private static final int HEIGHT = 360;
    private static final int LEFT = 16;
    private static final int TOP = 92;
    private static final int BOTTOM = 40;
    private static final int LEGEND_Y = 66;
    private static final int LEGEND_STEP = 138;
    private static final double GROUP_GAP = 0.14;
    private static final double BAR_SHARE = 0.9;
    private static final List<String> COLOURS =
            List.of("#2f81f7", "#79b8ff", "#d29922", "#f0883e", "#a371f7", "#8b949e", "#3fb950", "#f85149");

    private static final String STYLE = "<style>text{font:12px system-ui,sans-serif;fill:#1f2328}"
            + ".t{font-size:16px;font-weight:600}.s{fill:#59636e}.v{font-size:10px}line{stroke:#8b949e}"
            + "@media(prefers-color-scheme:dark){text{fill:#f0f6fc}.s{fill:#9198a1}}</style>";

    /** @throws IllegalArgumentException if there are more series than colours */
    public BarChart {
        series = List.copyOf(series);
        groups = List.copyOf(groups);
        if (series.size() > COLOURS.size()) {
            throw new IllegalArgumentException("a chart has at most " + COLOURS.size() + " series: " + series);
        }
    }

    public String svg() {
        StringBuilder svg = new StringBuilder();
        svg.append(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">%n%s%n",
                WIDTH,
                HEIGHT,
                escaped(title),
                STYLE));
        text(svg, "t", LEFT, 26, "start", title);
        text(svg, "s", LEFT, 46, "start", unit);
        legend(svg);
        double groupWidth = (double) (WIDTH - 2 * LEFT) / Math.max(1, groups.size());
        for (int i = 0; i < groups.size(); i++) {
            group(svg, groups.get(i), LEFT + i * groupWidth, groupWidth);
        }
        int base = HEIGHT - BOTTOM;
        svg.append(String.format("<line x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\"/>%n", LEFT, base, WIDTH - LEFT, base));
        return svg.append("</svg>\n").toString();
    }

    private void legend(StringBuilder svg) {
        for (int i = 0; i < series.size(); i++) {
            int x = LEFT + i * LEGEND_STEP;
            rect(svg, i, x, LEGEND_Y - 10, 11, 11, series.get(i));
            text(svg, "", x + 16, LEGEND_Y, "start", series.get(i));
        }
    }

    private void group(StringBuilder svg, Group group, double x, double width) {
        double step = width * (1 - GROUP_GAP) / series.size();
        double first = x + width * GROUP_GAP / 2;
        double scale = (HEIGHT - BOTTOM - TOP) / highest();
        for (int i = 0; i < group.values().size(); i++) {
            double value = group.values().get(i);
            if (Double.isNaN(value)) {
                continue;
            }
            double height = value * scale;
            double y = HEIGHT - BOTTOM - height;
            String label = number(value);
            rect(svg, i, first + i * step, y, step * BAR_SHARE, height, series.get(i) + ": " + label);
            text(svg, "v", first + i * step + step * BAR_SHARE / 2, y - 4, "middle", label);
        }
        text(svg, "s", x + width / 2, HEIGHT - BOTTOM + 20, "middle", group.name());
    }

    private double highest() {
        double highest = groups.stream()
                .flatMap(group -> group.values().stream())
                .filter(value -> !Double.isNaN(value))
                .mapToDouble(Double::doubleValue)
                .max()
                .orElse(0);
        return highest > 0 ? highest : 1;
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value < 10 ? "%.2f" : "%,.0f", value);
    }

    private static void rect(
            StringBuilder svg, int colour, double x, double y, double width, double height, String tip) {
        svg.append(String.format(
                Locale.ROOT,
                "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"%s\"><title>%s</title></rect>%n",
                x,
                y,
                width,
                height,
                COLOURS.get(colour),
                escaped(tip)));
    }

    private static void text(StringBuilder svg, String style, double x, double y, String anchor, String text) {
        svg.append(String.format(
                Locale.ROOT,
                "<text class=\"%s\" x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>%n",
                style,
                x,
                y,
                anchor,
                escaped(text)));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
