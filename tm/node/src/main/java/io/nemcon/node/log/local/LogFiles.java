package io.nemcon.node.log.local;

import io.nemcon.node.log.LogException;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/** The folder of a log as a port: names and files. The real form is {@link FolderFiles}. */
interface LogFiles {

    /** The folder, for messages. */
    String folder();

    /** The names in the folder, in no order; none if there is no folder yet. */
    List<String> list() throws IOException;

    /** Makes the folder if it is missing and keeps every other log out of it until closed. */
    Closeable lock() throws IOException, LogException;

    LogFile open(String name) throws IOException;

    /** A new, empty file in place of any other of this name. */
    LogFile create(String name) throws IOException;

    /** Replaces {@code to} in one step. Durable after {@link #force}. */
    void rename(String from, String to) throws IOException;

    void delete(String name) throws IOException;

    /** The names are on the disk when this returns. */
    void force() throws IOException;

    /** Room on the disk. */
    long usableBytes() throws IOException;
}
