package io.nemcon.benchmarks.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class BarChartTest {

    @Test
    void barsAreAsHighAsTheirValuesAndAMissingOneIsLeftOut() throws Exception {
        BarChart chart = new BarChart(
                "A & <B>",
                "tps",
                List.of("one", "two"),
                List.of(
                        new BarChart.Group("1 thread", List.of(100.0, 50.0)),
                        new BarChart.Group("8 threads", List.of(Double.NaN, 25.0))));

        Document svg = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(chart.svg().getBytes(StandardCharsets.UTF_8)));

        NodeList rects = svg.getElementsByTagName("rect");
        int legend = 2;
        assertThat(rects.getLength()).isEqualTo(legend + 3);
        double highest = height(rects, legend);
        assertThat(height(rects, legend + 1)).isEqualTo(highest / 2);
        assertThat(height(rects, legend + 2)).isEqualTo(highest / 4);
    }

    private static double height(NodeList rects, int index) {
        return Double.parseDouble(((Element) rects.item(index)).getAttribute("height"));
    }
}
