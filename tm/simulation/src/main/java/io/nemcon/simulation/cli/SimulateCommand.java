package io.nemcon.simulation.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.nemcon.simulation.run.Campaign;
import io.nemcon.simulation.run.SeedRun;
import io.nemcon.simulation.run.Shrinker;
import java.io.PrintWriter;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code nemcon simulate}: worlds of a seed each, until so many were lived, so much time has passed or forever. */
@Command(
        name = "nemcon simulate",
        description = {
            "Lives worlds of TM nodes, applications and databases under virtual time and faults, and checks in each",
            "what docs/correctness.md promises. The code is the product's, down to its ports; a seed gives the same world always."
        },
        mixinStandardHelpOptions = true,
        footer = {"", "Exit codes: 0 nothing was violated, 1 something was, 2 wrong usage."})
public final class SimulateCommand implements Callable<Integer> {

    private static final long DEFAULT_SEEDS = 2_000;

    /** After so many failing seeds it is clear that something is wrong. */
    private static final int FAILURES_MAX = 20;

    @Option(names = "--seeds", paramLabel = "N", description = "How many seeds (2000, without --minutes).")
    private @Nullable Long seeds;

    @Option(names = "--first-seed", paramLabel = "S", description = "The first one (${DEFAULT-VALUE}).")
    private long firstSeed = 1;

    @Option(names = "--minutes", paramLabel = "M", description = "Stop after so many minutes of real time.")
    private @Nullable Double minutes;

    @Option(names = "--seed", paramLabel = "N", description = "This seed alone, its faults cut down if it fails.")
    private @Nullable Long seed;

    @Option(names = "--trace", description = "With --seed: one line an event.")
    private boolean trace;

    @Option(names = "--planted", description = "Plant known bugs one by one, and say in how many seeds each is found.")
    private boolean planted;

    @Option(names = "--only", paramLabel = "NAME", description = "With --planted: this one alone.")
    private @Nullable String only;

    @Option(
            names = "--exhaustive",
            description = "Go through every state that the core's machines can reach in a small scope, to the end.")
    private boolean exhaustive;

    @Option(names = "--long", description = "With --exhaustive: larger scopes too, minutes of them.")
    private boolean longOnes;

    @Option(names = "--scope", paramLabel = "NAME", description = "With --exhaustive: this one alone.")
    private @Nullable String scope;

    @Option(names = "--json", description = "The last line is one JSON object.")
    private boolean json;

    @Spec
    private @Nullable CommandSpec spec;

    /** Exits with the command's code. */
    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        if (LoggerFactory.getLogger("io.nemcon") instanceof Logger logger) {
            logger.setLevel(
                    Level.toLevel(System.getProperty("nemcon.log.level"), Level.OFF)); // a fault is no news here
        }
        return new CommandLine(new SimulateCommand());
    }

    @Override
    public Integer call() {
        CommandLine commandLine = Objects.requireNonNull(spec).commandLine();
        PrintWriter out = commandLine.getOut();
        PrintWriter talk = commandLine.getErr();
        if (planted) {
            return new PlantedReport(out, json).run(only, firstSeed, seeds == null ? PlantedReport.SEEDS : seeds);
        }
        if (exhaustive) {
            return new ExhaustiveReport(out, talk, json).run(longOnes, scope);
        }
        Long one = seed;
        if (one != null) {
            return oneSeed(one, out);
        }
        return manySeeds(out, talk);
    }

    private int oneSeed(long number, PrintWriter out) {
        Campaign campaign = new Campaign();
        SeedRun run = campaign.run(number);
        if (run.violation() != null) {
            run = new Shrinker(campaign.crew()).shrink(run);
        }
        if (trace) {
            SeedRun.of(number, run.schedule(), campaign.crew(), true).trace().forEach(out::println);
        }
        new CampaignReport(campaign).tell(run, out);
        if (json) {
            out.println(new CampaignReport(campaign).json());
        }
        out.flush();
        return run.violation() == null ? 0 : 1;
    }

    private int manySeeds(PrintWriter out, PrintWriter talk) {
        Double forMinutes = minutes;
        long most = seeds != null ? seeds : forMinutes == null ? DEFAULT_SEEDS : Long.MAX_VALUE;
        double untilSeconds = forMinutes == null ? Double.MAX_VALUE : forMinutes * TimeUnit.MINUTES.toSeconds(1);
        Campaign campaign = new Campaign();
        CampaignReport report = new CampaignReport(campaign);
        Progress progress = new Progress(campaign, talk, most);
        for (long number = firstSeed;
                campaign.seeds() < most
                        && campaign.realSeconds() < untilSeconds
                        && campaign.failing().size() < FAILURES_MAX;
                number++) {
            SeedRun run = campaign.run(number);
            if (run.violation() != null) {
                progress.clear();
                report.tell(new Shrinker(campaign.crew()).shrink(run), out);
                out.flush();
            }
            progress.show();
        }
        progress.clear();
        report.summary(out);
        if (json) {
            out.println(report.json());
        }
        out.flush();
        return campaign.failing().isEmpty() ? 0 : 1;
    }
}
