package io.nemcon.xa.spi;

import io.nemcon.core.id.ResourceName;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * What an adapter is told of its database. Immutable.
 *
 * @param properties driver properties beyond user and password
 * @param verifyTimeout how long, in all, an ambiguous answer is looked into before the branch is left to the agent
 * @param answerTimeout how long a prepare, commit or rollback may go without an answer before it counts as ambiguous
 * @param onePhaseWitness whether a one-phase commit first asks for a witness, at the price of a round trip
 */
public record AdapterSettings(
        ResourceName name,
        String url,
        @Nullable String user,
        @Nullable String password,
        Map<String, String> properties,
        Duration verifyTimeout,
        Duration answerTimeout,
        boolean onePhaseWitness) {

    public static final Duration VERIFY_TIMEOUT = Duration.ofSeconds(5);
    public static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(30);

    public AdapterSettings {
        properties = Map.copyOf(properties);
    }

    /** The driver properties, user and password among them; a new object each time. */
    public Properties driverProperties() {
        Properties all = new Properties();
        all.putAll(properties);
        if (user != null) {
            all.setProperty("user", user);
        }
        if (password != null) {
            all.setProperty("password", password);
        }
        return all;
    }

    /** The same, but for how long an answer is waited for. */
    public AdapterSettings withTimeouts(Duration verify, Duration answer) {
        return new AdapterSettings(name, url, user, password, properties, verify, answer, onePhaseWitness);
    }

    /** Without the password and the properties, which may hold secrets. */
    @Override
    public String toString() {
        return "AdapterSettings[" + name + ", " + url + "]";
    }
}
