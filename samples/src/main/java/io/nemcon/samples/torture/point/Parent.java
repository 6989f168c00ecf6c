package io.nemcon.samples.torture.point;

import io.nemcon.node.host.CrashPoint;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;

/**
 * The talk between a process of the matrix and its parent, a line at a time. To it: {@code arm POINT ACTION}, {@code disarm},
 * {@code resume}, and what is its own. From it: {@code armed}, {@code disarmed}, {@code ready}, {@code passed POINT ACTION},
 * and what is its own. When the parent is gone, so is it.
 */
public final class Parent {

    public static final String ARM = "arm";
    public static final String ARMED = "armed";
    public static final String DISARM = "disarm";
    public static final String DISARMED = "disarmed";
    public static final String RESUME = "resume";
    public static final String READY = "ready";
    public static final String PASSED = "passed";

    private static final int ORPHANED = 1;

    private Parent() {}

    /** It is with the operating system when this returns, so it outlives the process. */
    static void say(String line) {
        synchronized (System.out) {
            System.out.println(line);
            System.out.flush();
        }
    }

    /** Arms what the arguments from this one on say: {@code POINT=ACTION} each. */
    static void armAll(ArmedHost host, List<String> arguments) {
        for (String argument : arguments) {
            String[] parts = argument.split("=", 2);
            host.arm(CrashPoint.valueOf(parts[0]), Action.valueOf(parts[1]));
        }
    }

    /** Reads on a thread of its own. */
    static void listen(ArmedHost host, Consumer<String> others) {
        Thread reader = new Thread(() -> read(host, others), "parent");
        reader.setDaemon(true);
        reader.start();
    }

    private static void read(ArmedHost host, Consumer<String> others) {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                hear(line, host, others);
            }
        } catch (IOException e) {
            // As good as the pipe's end.
        }
        Runtime.getRuntime().halt(ORPHANED);
    }

    private static void hear(String line, ArmedHost host, Consumer<String> others) {
        String[] words = line.split(" ");
        switch (words[0]) {
            case ARM -> {
                host.arm(CrashPoint.valueOf(words[1]), Action.valueOf(words[2]));
                say(ARMED);
            }
            case DISARM -> {
                host.disarm();
                say(DISARMED);
            }
            case RESUME -> host.resume();
            default -> others.accept(line);
        }
    }
}
