package io.nemcon.samples.demo.process;

import java.util.List;

/**
 * How a Java process is started. Immutable.
 *
 * @param wrapper command that the Java command is the arguments of; it must become the Java process, as {@code exec} does
 * @param options of the JVM
 */
public record JvmLaunch(List<String> wrapper, List<String> options) {

    public JvmLaunch {
        wrapper = List.copyOf(wrapper);
        options = List.copyOf(options);
    }

    /** With nothing around it. */
    public static JvmLaunch plain(List<String> options) {
        return new JvmLaunch(List.of(), options);
    }
}
