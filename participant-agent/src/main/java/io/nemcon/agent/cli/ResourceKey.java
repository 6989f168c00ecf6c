package io.nemcon.agent.cli;

import io.nemcon.wire.config.Setting;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A key of one resource: {@code resource.NAME.url}.
 *
 * @param resource the resource's name
 * @param field what of it, such as {@code url} or {@code property.ssl}
 */
record ResourceKey(String resource, String field) implements Setting {

    static final String URL = "url";
    static final String USER = "user";
    static final String PASSWORD = "password";
    static final String PASSWORD_FILE = "passwordFile";
    static final String PROPERTY = "property.";

    private static final Pattern SHAPE =
            Pattern.compile("resource\\.([^.]+)\\.(url|user|password|passwordFile|property\\.[^.].*)");

    static Optional<ResourceKey> parse(String key) {
        Matcher matcher = SHAPE.matcher(key);
        return matcher.matches() ? Optional.of(new ResourceKey(matcher.group(1), matcher.group(2))) : Optional.empty();
    }

    @Override
    public String key() {
        return "resource." + resource + "." + field;
    }

    @Override
    public String byDefault() {
        return "";
    }

    @Override
    public String meaning() {
        return field + " of resource " + resource;
    }

    /** A driver takes passwords and keys as properties too. */
    @Override
    public boolean isSecret() {
        return field.equals(PASSWORD) || field.startsWith(PROPERTY);
    }
}
