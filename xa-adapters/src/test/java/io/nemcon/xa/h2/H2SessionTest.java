package io.nemcon.xa.h2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nemcon.xa.spi.Deadline;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The end of somebody else's session, which is sure only once it is not listed any more. */
class H2SessionTest {

    private static final String URL = "jdbc:h2:mem:sessions";

    private Connection other;
    private Connection owner;
    private H2Session session;

    @BeforeEach
    void open() throws SQLException {
        other = DriverManager.getConnection(URL, "sa", "");
        owner = DriverManager.getConnection(URL, "sa", "");
        session = H2Session.of(owner);
    }

    @AfterEach
    void close() throws SQLException {
        owner.close();
        other.close();
    }

    /** As if the session, which is ending by itself, were still listed at so many looks. */
    private Connection stillListingIt(int more) {
        int[] left = {more};
        return (Connection) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, args) -> {
                    boolean look = args != null && String.valueOf(args[0]).startsWith("SELECT SESSION_ID");
                    if (look && left[0]-- > 0) {
                        return other.prepareStatement("SELECT 1 WHERE ? IS NOT NULL AND ? IS NOT NULL");
                    }
                    try {
                        return method.invoke(other, args);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private static Deadline in(Duration time) {
        return new Deadline(time);
    }

    @Test
    void aSessionIsEndedAndStaysSo() throws SQLException {
        assertThat(session.end(other, in(Duration.ofSeconds(60)))).isTrue();
        assertThat(session.end(other, in(Duration.ofSeconds(60)))).isTrue();

        assertThatThrownBy(() -> owner.createStatement().execute("select 1")).isInstanceOf(SQLException.class);
    }

    @Test
    void aSessionThatIsAboutToEndByItselfIsWaitedFor() throws SQLException {
        // its connection broke, and the server is still undoing its work
        assertThat(session.end(stillListingIt(3), in(Duration.ofSeconds(60)))).isTrue();
    }

    @Test
    void aSessionThatDoesNotEndInTimeIsNotSaidToBeGone() throws SQLException {
        assertThat(session.end(stillListingIt(Integer.MAX_VALUE), in(Duration.ofMillis(30))))
                .isFalse();
    }

    @Test
    void anotherSessionOfTheSameNumberFromBeforeARestartIsLeftAlone() throws SQLException {
        assertThat(new H2Session(session.id(), "2001-01-01 00:00:00+00").end(other, in(Duration.ofSeconds(60))))
                .isTrue();

        try (Statement statement = owner.createStatement()) {
            assertThat(statement.execute("select 1")).isTrue();
        }
    }
}
