package io.nemcon.server.config;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The values of all keys: defaults, then the file, then the environment, then the command line. Faults are collected. */
final class ConfigValues {

    private final Map<ConfigKey, String> values = new EnumMap<>(ConfigKey.class);
    private final List<String> faults = new ArrayList<>();

    /** @param settings {@code key=value} each */
    ConfigValues(@Nullable Path file, Map<String, String> environment, List<String> settings) {
        for (ConfigKey key : ConfigKey.values()) {
            values.put(key, key.byDefault());
        }
        if (file != null) {
            readFile(file);
        }
        for (ConfigKey key : ConfigKey.values()) {
            Optional.ofNullable(environment.get(key.environment())).ifPresent(value -> values.put(key, value));
        }
        settings.forEach(this::readSetting);
    }

    private void readFile(Path file) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException unreadable) {
            faults.add("configuration file " + file + " can't be read: " + unreadable.getMessage());
            return;
        }
        for (String name : new TreeSet<>(properties.stringPropertyNames())) {
            put(name, properties.getProperty(name), "in " + file);
        }
    }

    private void readSetting(String setting) {
        int split = setting.indexOf('=');
        if (split <= 0) {
            faults.add("--set takes key=value, not '" + setting + "'");
            return;
        }
        put(setting.substring(0, split).trim(), setting.substring(split + 1), "in --set");
    }

    private void put(String name, String value, String where) {
        Optional<ConfigKey> key = ConfigKey.of(name);
        if (key.isEmpty()) {
            faults.add("unknown key '" + name + "' " + where + nearest(name));
        } else {
            values.put(key.get(), value.trim());
        }
    }

    private static String nearest(String name) {
        for (ConfigKey key : ConfigKey.values()) {
            String last = key.key().substring(key.key().indexOf('.') + 1);
            if (name.equalsIgnoreCase(key.key()) || name.endsWith("." + last) || name.equalsIgnoreCase(last)) {
                return "; did you mean '" + key.key() + "'?";
            }
        }
        return "; 'nemcon server --help' lists the keys";
    }

    String get(ConfigKey key) {
        return values.getOrDefault(key, "");
    }

    void fault(ConfigKey key, String why) {
        faults.add(key.key() + "=" + (key.isSecret() ? "***" : get(key)) + ": " + why);
    }

    void fault(String sentence) {
        faults.add(sentence);
    }

    List<String> faults() {
        return faults;
    }

    /** All of it, one {@code key=value} a line, the secret masked. */
    String describe() {
        StringBuilder text = new StringBuilder();
        values.forEach((key, value) -> text.append(key.key())
                .append('=')
                .append(key.isSecret() && !value.isEmpty() ? "***" : value)
                .append(System.lineSeparator()));
        return text.toString();
    }
}
