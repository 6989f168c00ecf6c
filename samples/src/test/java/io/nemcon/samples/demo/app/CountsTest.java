package io.nemcon.samples.demo.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.nemcon.samples.demo.bank.Told;
import org.junit.jupiter.api.Test;

class CountsTest {

    @Test
    void whatAnAppSaysIsWhatTheDemoReads() {
        Counts counts = Counts.NONE
                .plus(Told.COMMITTED)
                .plus(Told.COMMITTED)
                .plus(Told.ROLLED_BACK)
                .plus(Told.UNKNOWN);

        assertThat(Counts.parse(counts.line())).isEqualTo(new Counts(2, 1, 1));
        assertThat(Counts.parse(TransferApp.READY)).isNull();
    }
}
