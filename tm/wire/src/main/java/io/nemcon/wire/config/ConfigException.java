package io.nemcon.wire.config;

import java.util.List;

/** A configuration that can't be used; every fault of it, each a sentence that names its key. */
public final class ConfigException extends Exception {

    private static final long serialVersionUID = 1L;

    public ConfigException(List<String> faults) {
        super(String.join(System.lineSeparator(), faults));
    }
}
