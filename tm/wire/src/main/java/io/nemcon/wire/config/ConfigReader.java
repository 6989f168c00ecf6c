package io.nemcon.wire.config;

import io.nemcon.wire.WireEndpoint;
import io.nemcon.wire.WireSecurity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns values into what they stand for. A value that can't be read becomes a fault, and some stand-in is returned. */
public final class ConfigReader {

    private final ConfigValues values;

    public ConfigReader(ConfigValues values) {
        this.values = values;
    }

    public String text(Setting setting, String otherwise) {
        String text = values.get(setting);
        return text.isEmpty() ? otherwise : text;
    }

    /** An existing file that can be read; null if the value is empty. */
    public @Nullable Path file(Setting setting) {
        String text = values.get(setting);
        if (text.isEmpty()) {
            return null;
        }
        try {
            Path path = Path.of(text);
            if (!Files.isReadable(path)) {
                values.fault(setting, "there is no such file, or it can't be read");
            }
            return path;
        } catch (InvalidPathException bad) {
            values.fault(setting, "it is no path: " + bad.getReason());
            return null;
        }
    }

    public boolean flag(Setting setting) {
        String text = values.get(setting);
        if (!text.equals("true") && !text.equals("false")) {
            values.fault(setting, "it takes true or false");
        }
        return text.equals("true");
    }

    /** A whole number in these bounds; the lower one if it is none. */
    public int number(Setting setting, int least, int most) {
        try {
            int number = Integer.parseInt(values.get(setting));
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException noNumber) {
            // told with the bounds
        }
        values.fault(setting, "it takes a whole number from " + least + " to " + most);
        return least;
    }

    public Duration duration(Setting setting) {
        try {
            return DurationText.parse(values.get(setting));
        } catch (IllegalArgumentException bad) {
            values.fault(setting, String.valueOf(bad.getMessage()));
            return Duration.ofSeconds(1);
        }
    }

    public WireEndpoint endpoint(Setting setting, WireEndpoint otherwise) {
        String text = values.get(setting);
        if (text.isEmpty()) {
            return otherwise;
        }
        try {
            return WireEndpoint.parse(text);
        } catch (IllegalArgumentException bad) {
            values.fault(setting, String.valueOf(bad.getMessage()));
            return otherwise;
        }
    }

    /** Comma-separated; none if the value is empty. */
    public List<WireEndpoint> endpoints(Setting setting) {
        List<WireEndpoint> endpoints = new ArrayList<>();
        String text = values.get(setting);
        if (text.isEmpty()) {
            return endpoints;
        }
        for (String one : text.split(",", -1)) {
            try {
                endpoints.add(WireEndpoint.parse(one.trim()));
            } catch (IllegalArgumentException bad) {
                values.fault(setting, String.valueOf(bad.getMessage()));
            }
        }
        return endpoints;
    }

    /** A secret that stands in the configuration itself, or on the first line of a file; null if in neither. */
    public @Nullable String secret(Setting inline, Setting inFile) {
        String text = values.get(inline);
        Path file = file(inFile);
        if (file == null) {
            return text.isEmpty() ? null : text;
        }
        if (!text.isEmpty()) {
            values.fault(inline.key() + " and " + inFile.key() + " are both set; keep one");
        }
        try {
            List<String> lines = Files.readAllLines(file);
            return lines.isEmpty() ? null : lines.get(0).trim();
        } catch (IOException unreadable) {
            values.fault(inFile, "can't be read: " + unreadable.getMessage());
            return null;
        }
    }

    /** What a side shows and checks; none if the parts don't fit together. */
    public WireSecurity security(
            @Nullable Path certificate,
            @Nullable Path privateKey,
            @Nullable Path trust,
            boolean clientCertificateRequired,
            @Nullable String secret) {
        try {
            return new WireSecurity(certificate, privateKey, trust, clientCertificateRequired, secret);
        } catch (IllegalArgumentException inconsistent) {
            values.fault("security: " + inconsistent.getMessage());
            return WireSecurity.none();
        }
    }
}
