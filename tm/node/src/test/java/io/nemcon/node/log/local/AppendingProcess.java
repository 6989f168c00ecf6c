package io.nemcon.node.log.local;

import io.nemcon.node.log.LogException;
import io.nemcon.node.log.local.Life.Answer;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

/** The main of a process that appends from four threads until it is killed, and prints "index text" once acknowledged. */
final class AppendingProcess {

    private static final int THREADS = 4;

    private AppendingProcess() {}

    public static void main(String[] args) {
        Life life;
        try {
            life = Life.on(new LocalLogConfig(Path.of(args[0]), 256 << 10, 4 << 10, 1000, 600 << 10));
        } catch (LogException e) {
            System.out.println(e.getMessage());
            return;
        }
        System.out.println("open");
        AtomicLong next = new AtomicLong(life.list.entries.size());
        for (int i = 0; i < THREADS; i++) {
            new Thread(() -> append(life, next)).start();
        }
    }

    private static void append(Life life, AtomicLong next) {
        while (true) {
            long number = next.incrementAndGet();
            Answer answer = life.propose(life.term() + "." + number + ".".repeat((int) (number % 200)));
            System.out.println(answer.index + " " + life.term() + "." + number);
        }
    }
}
