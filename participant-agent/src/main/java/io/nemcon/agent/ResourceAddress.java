package io.nemcon.agent;

import io.nemcon.core.id.ResourceName;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a resource is, and who asks. Immutable.
 *
 * @param properties for the driver, beyond user and password
 */
public record ResourceAddress(
        ResourceName name,
        String url,
        @Nullable String user,
        @Nullable String password,
        Map<String, String> properties) {

    public ResourceAddress {
        properties = Map.copyOf(properties);
    }

    /** Without the password and the properties, which may hold secrets. */
    @Override
    public String toString() {
        return "ResourceAddress[" + name + ", " + url + "]";
    }
}
