package io.nemcon.samples.doctor;

import io.nemcon.core.id.ResourceName;
import io.nemcon.xa.diagnosis.Diagnosis;
import io.nemcon.xa.doctor.Doctor;
import io.nemcon.xa.spi.AdapterSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code nemcon doctor}: says whether a database can take part in transactions, and what mends it if not. */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        description = {
            "Examines a database: asks it for its version, rights and limits, then tries with the real driver what a"
                    + " transaction will ask of it. It prepares a branch without rows, ends the session that did so,"
                    + " commits it from another session, and looks at a failed and a read-only branch.",
            "Takes five seconds at most. Changes no data; what it prepares it ends again."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the database can take part",
            "2:wrong usage",
            "3:the database does not answer",
            "5:something has to be mended first; the output says what and how"
        },
        footer = {
            "",
            "The password is read from --password-file, from the variable NEMCON_PASSWORD, or asked for by --password.",
            "",
            "Example:",
            "  nemcon doctor --url jdbc:postgresql://db1/orders --user app --password-file secret"
        })
public final class DoctorCommand implements Callable<Integer> {

    private static final int FIT = 0;
    private static final int NO_ANSWER = 3;
    private static final int UNFIT = 5;
    private static final String PASSWORD_VARIABLE = "NEMCON_PASSWORD";

    enum Output {
        table,
        json
    }

    @Option(
            names = "--url",
            required = true,
            paramLabel = "JDBC-URL",
            description = "The database, as an application names it.")
    private String url = "";

    @Option(names = "--user", paramLabel = "NAME", description = "Whom the application connects as.")
    private @Nullable String user;

    @ArgGroup
    private @Nullable Secret secret;

    @Option(
            names = "--resource",
            paramLabel = "NAME",
            defaultValue = "database",
            description = "What to call it in the output (default ${DEFAULT-VALUE}).")
    private String resource = "database";

    @Option(names = "--property", paramLabel = "KEY=VALUE", description = "A property of the driver; may be repeated.")
    private Map<String, String> properties = Map.of();

    @Option(
            names = "--output",
            defaultValue = "table",
            description = "${COMPLETION-CANDIDATES} (default ${DEFAULT-VALUE}).")
    private Output output = Output.table;

    @Spec
    private @Nullable CommandSpec spec;

    /** Where the password comes from. */
    static final class Secret {
        @Option(
                names = "--password-file",
                paramLabel = "FILE",
                description = "File that holds the password on its first line.")
        private @Nullable Path file;

        @Option(names = "--password", interactive = true, description = "Ask for the password.")
        private char @Nullable [] typed;
    }

    @Override
    public Integer call() throws IOException {
        CommandSpec command = Objects.requireNonNull(spec);
        Diagnosis diagnosis;
        try {
            diagnosis = Doctor.examine(settings());
        } catch (IllegalArgumentException bad) {
            throw new ParameterException(command.commandLine(), String.valueOf(bad.getMessage()));
        }
        PrintWriter out = command.commandLine().getOut();
        if (output == Output.json) {
            out.println(DiagnosisReport.json(diagnosis));
        } else {
            DiagnosisReport.table(diagnosis, out);
        }
        out.flush();
        if (!diagnosis.facts().answered()) {
            return NO_ANSWER;
        }
        return diagnosis.fit() ? FIT : UNFIT;
    }

    private AdapterSettings settings() throws IOException {
        Duration half = Doctor.LIMIT.dividedBy(2);
        return new AdapterSettings(new ResourceName(resource), url, user, password(), properties, half, half, false);
    }

    private @Nullable String password() throws IOException {
        if (secret != null && secret.typed != null) {
            return new String(secret.typed);
        }
        if (secret != null && secret.file != null) {
            if (!Files.isReadable(secret.file)) {
                throw new IllegalArgumentException(
                        "--password-file " + secret.file + ": there is no such readable file");
            }
            return Files.readString(secret.file).lines().findFirst().orElse("");
        }
        return System.getenv(PASSWORD_VARIABLE);
    }
}
