package io.nemcon.xa.spi;

import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/** The adapters on the class path. */
public final class Adapters {

    private Adapters() {}

    /** The adapter for databases with this JDBC URL; null if there is none. */
    public static @Nullable DatabaseAdapter forUrl(String url) {
        for (DatabaseAdapter adapter : ServiceLoader.load(DatabaseAdapter.class, Adapters.class.getClassLoader())) {
            if (adapter.accepts(url)) {
                return adapter;
            }
        }
        return null;
    }
}
