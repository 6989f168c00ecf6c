package io.nemcon.simulation.world;

import io.nemcon.simulation.machine.Machine;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** A process by its name, through its lives. */
abstract class SimProcess {

    /** Clocks run at most so much too fast or too slow, in millionths. */
    private static final int CLOCK_PPM_MAX = 30_000;

    private final World world;
    private final String name;
    private final SplittableRandom random;
    private @Nullable Machine machine;

    SimProcess(World world, String name) {
        this.world = world;
        this.name = name;
        this.random = world.random().split();
    }

    World world() {
        return world;
    }

    String name() {
        return name;
    }

    /** Of its present life, or of the last one; null before the first. */
    @Nullable
    Machine machine() {
        return machine;
    }

    boolean isAlive() {
        return machine != null && machine.isAlive();
    }

    /** Does nothing if it is alive. */
    void start() {
        if (isAlive()) {
            return;
        }
        int ppm = random.nextInt(3) == 0 ? random.nextInt(-CLOCK_PPM_MAX, CLOCK_PPM_MAX) : 0;
        Machine life = new Machine(name, world.scheduler(), random.split(), ppm);
        machine = life;
        life.trace(() -> "starts");
        live(life);
    }

    void kill() {
        Machine life = machine;
        if (life != null && life.isAlive()) {
            life.trace(() -> "is killed");
            life.kill();
        }
    }

    /** It does not die at a step any more. */
    void spare() {
        Machine life = machine;
        if (life != null && life.isAlive()) {
            life.dieAfter(Long.MAX_VALUE);
        }
    }

    /** Begins a life: everything that it does is scheduled, or runs on threads of its own. */
    abstract void live(Machine life);
}
