package io.nemcon.client.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nemcon.core.id.GroupId;
import io.nemcon.core.id.Gtrid;
import io.nemcon.core.id.SessionId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The header is read back as it was written, and anything else is refused in words (scenario 75). */
class TransactionContextTest {

    private static final Gtrid GTRID = new Gtrid(new GroupId(-5), 3, new SessionId(8_192), 77);
    private static final String ID = GTRID.toString();

    @Test
    void theHeaderIsReadBackAsItWasWritten() {
        TransactionContext context = new TransactionContext(GTRID, 29_750);
        assertThat(context.toHeader()).isEqualTo("01-" + ID + "-29750");
        assertThat(TransactionContext.parse(context.toHeader())).isEqualTo(context);
        assertThat(TransactionContext.parse(" " + context.toHeader().toUpperCase(java.util.Locale.ROOT) + " "))
                .isEqualTo(context);
        assertThat(new TransactionContext(GTRID, 999_999_999_999_999L).toHeader())
                .hasSizeLessThanOrEqualTo(TransactionContext.HEADER_LENGTH_MAX);
    }

    @ParameterizedTest
    @CsvSource({
        "'', is not version-gtrid-milliseconds",
        "01-abc-5, is not version-gtrid-milliseconds",
        "01-ID, is not version-gtrid-milliseconds",
        "01-ID--5, is not version-gtrid-milliseconds",
        "01-ID-5;admin=1, is not version-gtrid-milliseconds",
        "02-ID-5, 'of version 02, this process reads 01: upgrade'",
        "01-ZEROS-5, is no transaction's id"
    })
    void whatIsNoContextIsRefusedInWords(String header, String why) {
        String text = header.replace("ID", ID).replace("ZEROS", "0".repeat(56));
        assertThatThrownBy(() -> TransactionContext.parse(text))
                .isInstanceOfSatisfying(JoinRefusedException.class, refused -> assertThat(refused.kind())
                        .isEqualTo(JoinRefusedException.Kind.MALFORMED))
                .hasMessageContaining("the header nemcon-tx can't be read")
                .hasMessageContaining(why);
    }

    @Test
    void aLongHeaderIsRefusedUnread() {
        assertThatThrownBy(() -> TransactionContext.parse("0".repeat(97)))
                .hasMessageContaining("it has 97 characters, limit 96");
        assertThatThrownBy(() -> new TransactionContext(GTRID, -1)).isInstanceOf(IllegalArgumentException.class);
    }
}
