package io.nemcon.node.log.local;

import java.io.Closeable;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * A disk in memory that forgets what was not forced. It outlives the processes that use it: {@link #process} is one life.
 *
 * <p>A power cut applies to each file any of: nothing, a prefix cut at any byte, or any of the sectors that were written
 * since its last force; and to the folder any of its unforced changes. A force that fails leaves the bytes readable and off the
 * disk for good, as Linux does. Thread-safe.
 */
final class SimulatedDisk {

    private static final int SECTOR = 512;

    private final Map<String, Inode> onDisk = new LinkedHashMap<>();
    private final List<NameChange> unforcedNames = new ArrayList<>();
    private Map<String, Inode> names = new LinkedHashMap<>();
    private SimulatedFiles process = new SimulatedFiles();

    /** Free room; only creating segments looks at it, and writes that grow a file use it up. */
    private long usable = Long.MAX_VALUE;

    private Predicate<String> failingForces = name -> false;
    private Predicate<String> lyingForces = name -> false;
    private Predicate<String> failingWrites = name -> false;
    private volatile Consumer<String> beforeForce = name -> {};
    private final List<String> forced = new ArrayList<>();
    private int stepsToCrash = Integer.MAX_VALUE;
    private Random crashRandom = new Random(0);
    private int steps;

    private static final class Inode {
        String name;
        byte[] forced = new byte[0];
        byte[] bytes = new byte[0];
        final List<Piece> unforced = new ArrayList<>();

        Inode(String name) {
            this.name = name;
        }
    }

    private record NameChange(List<String> names, Runnable apply) {}

    private record Piece(int position, byte[] bytes) {}

    /** A new life: what an earlier one has open fails from now on, its lock is gone, its writes are still readable. */
    synchronized SimulatedFiles process() {
        process = new SimulatedFiles();
        stepsToCrash = Integer.MAX_VALUE;
        return process;
    }

    /** The power fails: the next life sees what was forced and some of the rest. */
    synchronized void cutPower(Random random) {
        loseNames(random);
        names.values().forEach(inode -> losePower(inode, random));
        onDisk.values().forEach(inode -> losePower(inode, random));
        names = new LinkedHashMap<>(onDisk);
        process = new SimulatedFiles();
    }

    /** The machine dies in the midst of the n-th change from now: nothing works in this life from then on. */
    synchronized void crashAtStep(int step, Random random) {
        stepsToCrash = step;
        crashRandom = random;
    }

    synchronized int steps() {
        return steps;
    }

    synchronized void failForcesOf(Predicate<String> name) {
        failingForces = name;
    }

    synchronized void failWritesOf(Predicate<String> name) {
        failingWrites = name;
    }

    /** Called without any lock, so it may block: a slow disk. */
    void beforeForce(Consumer<String> name) {
        beforeForce = name;
    }

    /** How often files of this name were forced. */
    synchronized long forcesOf(Predicate<String> name) {
        return forced.stream().filter(name).count();
    }

    /** Forces that return without forcing: what a log is worth that acknowledges before the disk has it. */
    synchronized void lieAboutForcesOf(Predicate<String> name) {
        lyingForces = name;
    }

    synchronized void usable(long bytes) {
        usable = bytes;
    }

    synchronized List<String> names() {
        return new ArrayList<>(names.keySet());
    }

    synchronized byte[] content(String name) {
        return names.get(name).bytes.clone();
    }

    /** Changes the file behind the log's back, durably. */
    synchronized void overwrite(String name, byte[] content) {
        Inode inode = names.computeIfAbsent(name, Inode::new);
        inode.bytes = content.clone();
        inode.forced = content.clone();
        inode.unforced.clear();
        onDisk.put(name, inode);
    }

    synchronized void remove(String name) {
        names.remove(name);
        onDisk.remove(name);
    }

    /** Everything in the folder, to see that nothing was changed. */
    synchronized Map<String, String> picture() {
        Map<String, String> picture = new LinkedHashMap<>();
        names.forEach((name, inode) -> picture.put(name, Arrays.hashCode(inode.bytes) + "/" + inode.bytes.length));
        return picture;
    }

    /** Changes of different names reach the disk in any order; those of one name in theirs. */
    private void loseNames(Random random) {
        int percentKept = 50 * random.nextInt(3);
        Set<String> lost = new HashSet<>();
        for (NameChange change : unforcedNames) {
            if (random.nextInt(100) < percentKept && Collections.disjoint(lost, change.names)) {
                change.apply.run();
            } else {
                lost.addAll(change.names);
            }
        }
        unforcedNames.clear();
    }

    private static void losePower(Inode inode, Random random) {
        List<Piece> unforced = new ArrayList<>(inode.unforced);
        inode.unforced.clear();
        int fate = random.nextInt(4);
        for (Piece piece : unforced) {
            boolean torn = random.nextInt(unforced.size()) == 0;
            int prefix = torn ? random.nextInt(piece.bytes.length + 1) : piece.bytes.length;
            if (fate == 1) {
                inode.forced = patched(inode.forced, piece.position, Arrays.copyOf(piece.bytes, prefix));
            } else if (fate >= 2) {
                loseSectors(inode, piece, random);
            }
            if (fate == 1 && torn) {
                break;
            }
        }
        inode.bytes = inode.forced.clone();
    }

    private static void loseSectors(Inode inode, Piece piece, Random random) {
        for (int from = 0; from < piece.bytes.length; ) {
            int to = Math.min(piece.bytes.length, (piece.position + from) / SECTOR * SECTOR + SECTOR - piece.position);
            if (random.nextBoolean()) {
                inode.forced = patched(inode.forced, piece.position + from, Arrays.copyOfRange(piece.bytes, from, to));
            }
            from = to;
        }
    }

    private static byte[] patched(byte[] content, int position, byte[] piece) {
        byte[] result =
                content.length >= position + piece.length ? content : Arrays.copyOf(content, position + piece.length);
        System.arraycopy(piece, 0, result, position, piece.length);
        return result;
    }

    /** The disk as one process sees it. */
    final class SimulatedFiles implements LogFiles {

        private boolean locked;

        @Override
        public String folder() {
            return "/simulated";
        }

        @Override
        public List<String> list() throws IOException {
            synchronized (SimulatedDisk.this) {
                requireAlive();
                return names();
            }
        }

        @Override
        public Closeable lock() throws IOException {
            synchronized (SimulatedDisk.this) {
                requireAlive();
                if (locked) {
                    throw new IOException("locked twice");
                }
                locked = true;
                return () -> locked = false;
            }
        }

        @Override
        public LogFile open(String name) throws IOException {
            synchronized (SimulatedDisk.this) {
                requireAlive();
                Inode inode = names.get(name);
                if (inode == null) {
                    throw new FileNotFoundException(name);
                }
                return new SimulatedFile(this, inode);
            }
        }

        @Override
        public LogFile create(String name) throws IOException {
            synchronized (SimulatedDisk.this) {
                step();
                Inode inode = new Inode(name);
                names.put(name, inode);
                unforcedNames.add(new NameChange(List.of(name), () -> onDisk.put(name, inode)));
                return new SimulatedFile(this, inode);
            }
        }

        @Override
        public void rename(String from, String to) throws IOException {
            synchronized (SimulatedDisk.this) {
                step();
                Inode inode = names.remove(from);
                inode.name = to;
                names.put(to, inode);
                unforcedNames.add(new NameChange(List.of(from, to), () -> onDisk.put(to, onDisk.remove(from))));
            }
        }

        @Override
        public void delete(String name) throws IOException {
            synchronized (SimulatedDisk.this) {
                step();
                names.remove(name);
                unforcedNames.add(new NameChange(List.of(name), () -> onDisk.remove(name)));
            }
        }

        @Override
        public void force() throws IOException {
            synchronized (SimulatedDisk.this) {
                step();
                unforcedNames.forEach(change -> change.apply.run());
                unforcedNames.clear();
            }
        }

        @Override
        public long usableBytes() throws IOException {
            synchronized (SimulatedDisk.this) {
                requireAlive();
                return usable;
            }
        }

        private void requireAlive() throws IOException {
            if (process != this || stepsToCrash <= 0) {
                throw new IOException("the machine is dead");
            }
        }

        private void step() throws IOException {
            requireAlive();
            steps++;
            if (--stepsToCrash <= 0) {
                throw new IOException("the machine dies now");
            }
        }
    }

    private final class SimulatedFile implements LogFile {

        private final SimulatedFiles owner;
        private final Inode inode;

        SimulatedFile(SimulatedFiles owner, Inode inode) {
            this.owner = owner;
            this.inode = inode;
        }

        @Override
        public long size() throws IOException {
            synchronized (SimulatedDisk.this) {
                owner.requireAlive();
                return inode.bytes.length;
            }
        }

        @Override
        public void read(ByteBuffer into, long position) throws IOException {
            synchronized (SimulatedDisk.this) {
                owner.requireAlive();
                if (position + into.remaining() > inode.bytes.length) {
                    throw new EOFException(inode.name);
                }
                into.put(inode.bytes, (int) position, into.remaining());
            }
        }

        @Override
        public void write(ByteBuffer from, long position) throws IOException {
            byte[] piece = new byte[from.remaining()];
            from.get(piece);
            synchronized (SimulatedDisk.this) {
                if (failingWrites.test(inode.name)) {
                    throw new IOException("Input/output error");
                }
                if (stepsToCrash == 1) {
                    put((int) position, Arrays.copyOf(piece, crashRandom.nextInt(piece.length + 1)));
                }
                owner.step();
                long grown = Math.max(0, position + piece.length - inode.bytes.length);
                if (grown > usable) {
                    throw new IOException("No space left on device");
                }
                usable -= grown;
                put((int) position, piece);
            }
        }

        @Override
        public void force() throws IOException {
            beforeForce.accept(nameNow());
            synchronized (SimulatedDisk.this) {
                owner.step();
                forced.add(inode.name);
                if (failingForces.test(inode.name)) {
                    inode.unforced.clear();
                    throw new IOException("Input/output error");
                }
                if (!lyingForces.test(inode.name)) {
                    for (Piece piece : inode.unforced) {
                        inode.forced = patched(inode.forced, piece.position, piece.bytes);
                    }
                    inode.unforced.clear();
                }
            }
        }

        @Override
        public void close() {}

        private String nameNow() {
            synchronized (SimulatedDisk.this) {
                return inode.name;
            }
        }

        private void put(int position, byte[] piece) {
            inode.bytes = patched(inode.bytes, position, piece);
            inode.unforced.add(new Piece(position, piece));
        }
    }
}
