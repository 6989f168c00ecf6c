package io.nemcon.wire.config;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The values of all keys: defaults, then the file, then the environment, then the command line. Faults are collected. A key of a family is
 * there if the file, the command line or {@link #admit} names it.
 */
public final class ConfigValues {

    private final KnownSettings known;
    private final Map<String, String> environment;
    private final Map<String, Setting> settings = new LinkedHashMap<>();
    private final Map<String, String> values = new LinkedHashMap<>();
    private final Set<String> onCommandLine = new TreeSet<>();
    private final List<String> faults = new ArrayList<>();

    /** @param changes {@code key=value} each */
    public ConfigValues(
            KnownSettings known, @Nullable Path file, Map<String, String> environment, List<String> changes) {
        this.known = known;
        this.environment = environment;
        for (Setting setting : known.fixed()) {
            admit(setting);
        }
        if (file != null) {
            readFile(file);
        }
        List.copyOf(settings.values()).forEach(this::readEnvironment);
        changes.forEach(this::readChange);
    }

    /** This key is there too, with what the environment says of it, or its default. */
    public void admit(Setting setting) {
        if (settings.putIfAbsent(setting.key(), setting) == null) {
            values.put(setting.key(), setting.byDefault());
            readEnvironment(setting);
        }
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

    private void readEnvironment(Setting setting) {
        String value = environment.get(setting.environment());
        if (value != null && !onCommandLine.contains(setting.key())) {
            values.put(setting.key(), value);
        }
    }

    private void readChange(String change) {
        int split = change.indexOf('=');
        if (split <= 0) {
            faults.add("--set takes key=value, not '" + change + "'");
            return;
        }
        String name = change.substring(0, split).trim();
        onCommandLine.add(name);
        put(name, change.substring(split + 1), "in --set");
    }

    private void put(String name, String value, String where) {
        known.find(name)
                .ifPresentOrElse(
                        setting -> {
                            admit(setting);
                            values.put(name, value.trim());
                        },
                        () -> faults.add("unknown key '" + name + "' " + where + nearest(name)));
    }

    private String nearest(String name) {
        for (Setting setting : known.fixed()) {
            String last = setting.key().substring(setting.key().indexOf('.') + 1);
            if (name.equalsIgnoreCase(setting.key()) || name.endsWith("." + last) || name.equalsIgnoreCase(last)) {
                return "; did you mean '" + setting.key() + "'?";
            }
        }
        return "; '" + known.help() + "' lists the keys";
    }

    /** Its value; empty if it is not there. */
    public String get(Setting setting) {
        return values.getOrDefault(setting.key(), "");
    }

    /** The keys that are there. */
    public Set<String> keys() {
        return Set.copyOf(settings.keySet());
    }

    /** Tells what is wrong with a value. */
    public void fault(Setting setting, String why) {
        faults.add(setting.key() + "=" + (setting.isSecret() ? "***" : get(setting)) + ": " + why);
    }

    public void fault(String sentence) {
        faults.add(sentence);
    }

    /** Returns if there was no fault. */
    public void check() throws ConfigException {
        if (!faults.isEmpty()) {
            throw new ConfigException(faults);
        }
    }

    /** All of it, one {@code key=value} a line, secrets masked. */
    public String describe() {
        StringBuilder text = new StringBuilder();
        settings.forEach((key, setting) -> text.append(key)
                .append('=')
                .append(setting.isSecret() && !get(setting).isEmpty() ? "***" : get(setting))
                .append(System.lineSeparator()));
        return text.toString();
    }
}
