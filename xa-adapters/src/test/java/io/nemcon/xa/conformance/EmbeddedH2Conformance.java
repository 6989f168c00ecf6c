package io.nemcon.xa.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.EnumSet;
import java.util.Set;

/** H2 inside this process, its data in a file. */
final class EmbeddedH2Conformance extends H2Conformance {

    private final String url;

    EmbeddedH2Conformance() {
        try {
            Path folder = Files.createTempDirectory("nemcon-h2-embedded");
            folder.toFile().deleteOnExit();
            url = "jdbc:h2:file:" + folder.resolve("conformance");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String label() {
        return "embedded H2";
    }

    @Override
    public Set<Trait> traits() {
        return EnumSet.of(
                Trait.READ_ONLY_VOTE,
                Trait.PREPARED_OUTLIVES_CONNECTION,
                Trait.PREPARED_OUTLIVES_CRASH,
                Trait.FINISHED_BESIDE_OWNER);
    }

    @Override
    public String url() {
        return url;
    }

    @Override
    public int port() {
        throw new UnsupportedOperationException("it listens nowhere");
    }

    @Override
    public String url(int proxyPort) {
        throw new UnsupportedOperationException("it listens nowhere");
    }

    /** What is not in its file yet is lost, as with its process. */
    @Override
    public void crash() {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute("shutdown immediately");
        } catch (SQLException itIsGone) {
            // as it was told
        }
    }
}
