package io.nemcon.server.raft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nemcon.node.log.LogException;
import io.nemcon.wire.WireEndpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DataFolderTest {

    private static final WireEndpoint SELF = new WireEndpoint("tm1.example", 7420);

    @TempDir
    Path parent;

    private Path folder() {
        return parent.resolve("data");
    }

    private void makeOurs() throws LogException {
        DataFolder.open(folder(), "g1", SELF).close();
    }

    private Map<String, String> files() throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> all = Files.walk(parent)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                contents.put(file.toString(), Files.readString(file));
            }
        }
        return contents;
    }

    private void refuses(String group, WireEndpoint self, String... parts) throws IOException {
        Map<String, String> before = files();
        assertThatThrownBy(() -> DataFolder.open(folder(), group, self))
                .isInstanceOf(LogException.class)
                .hasMessageContaining(folder().toString())
                .hasMessageContainingAll(parts);
        assertThat(files()).as("nothing is written").isEqualTo(before);
    }

    @Test
    void aNewFolderIsMadeAndKeepsItsLife() throws Exception {
        long life;
        try (DataFolder first = DataFolder.open(folder(), "g1", SELF)) {
            life = first.life();
        }
        try (DataFolder again = DataFolder.open(folder(), "g1", SELF)) {
            assertThat(again.life()).isEqualTo(life).isNotZero();
        }
    }

    @Test
    void anotherGroupsFolderIsRefused() throws Exception {
        makeOurs();
        refuses("g2", SELF, "belongs to group g1", "another folder");
    }

    @Test
    void anotherNodesFolderIsRefused() throws Exception {
        makeOurs();
        refuses("g1", new WireEndpoint("tm2.example", 7420), "belongs to node tm1.example:7420", "its own address");
    }

    @Test
    void aFolderWithOtherFilesIsRefused() throws Exception {
        Files.createDirectories(folder());
        Files.writeString(folder().resolve("letter.txt"), "not yours");
        refuses("g1", SELF, "no node's", "empty folder");
    }

    @Test
    void aDamagedIdentityIsRefused() throws Exception {
        makeOurs();
        Files.writeString(folder().resolve("identity"), "format=1\ngroup=g1\n");
        refuses("g1", SELF, "damaged or of a later version");
    }

    @Test
    void aFolderInUseIsRefused() throws Exception {
        try (DataFolder inUse = DataFolder.open(folder(), "g1", SELF)) {
            assertThat(inUse.life()).isNotZero();
            refuses("g1", SELF, "in use by another running node");
        }
    }

    @Test
    void aFolderThatCannotBeMadeIsRefused() throws Exception {
        Files.writeString(parent.resolve("data"), "a file where the folder should be");
        refuses("g1", SELF, "cannot be used", "may write to");
    }
}
