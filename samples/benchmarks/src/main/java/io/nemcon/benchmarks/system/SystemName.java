package io.nemcon.benchmarks.system;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The systems by the names they have in options and results. */
public enum SystemName {
    NEMCON_EMBEDDED("nemcon-embedded"),
    NEMCON_3NODES("nemcon-3nodes"),
    NARAYANA("narayana"),
    NARAYANA_ARTEMIS("narayana-artemis"),
    ATOMIKOS("atomikos"),
    BY_HAND("by-hand");

    private final String text;

    SystemName(String text) {
        this.text = text;
    }

    /** @throws IllegalArgumentException if there is none; the message lists those there are */
    public static SystemName parse(String text) {
        return Arrays.stream(values())
                .filter(name -> name.text.equals(text))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("there is no system " + text + ": choose from " + all(values())));
    }

    private static String all(SystemName[] names) {
        return Arrays.stream(names).map(SystemName::toString).collect(Collectors.joining(", "));
    }

    /** Those with a transaction manager. */
    public static List<SystemName> managers() {
        return Arrays.stream(values()).filter(name -> name != BY_HAND).toList();
    }

    /** Whether TM nodes must run in processes of their own. */
    public boolean needsGroup() {
        return this == NEMCON_3NODES;
    }

    /** Neither ours nor the work without a manager: what ours is compared with. */
    public boolean isPeer() {
        return this == NARAYANA || this == NARAYANA_ARTEMIS || this == ATOMIKOS;
    }

    /**
     * Opens it in this process.
     *
     * @param folder for its log, if it has one here
     * @param endpoints of the group, if it needs one
     * @param threads how many loops there will be
     */
    public SystemUnderTest open(Path folder, @Nullable String endpoints, int threads) throws Exception {
        return switch (this) {
            case NEMCON_EMBEDDED -> NemconSystem.embedded(folder, threads);
            case NEMCON_3NODES -> NemconSystem.group(String.valueOf(endpoints), threads);
            case NARAYANA -> NarayanaSystem.withDefaultStore(folder);
            case NARAYANA_ARTEMIS -> NarayanaSystem.withArtemisJournal(folder);
            case ATOMIKOS -> AtomikosSystem.open(folder, threads);
            case BY_HAND -> new ByHandSystem();
        };
    }

    @Override
    public String toString() {
        return text;
    }
}
