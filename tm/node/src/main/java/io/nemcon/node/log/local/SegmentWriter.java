package io.nemcon.node.log.local;

import java.io.Closeable;
import java.io.IOException;

/** Where records go: the current segment, then the next. Apply thread only. */
final class SegmentWriter implements Closeable {

    private final SegmentFactory factory;
    private Segment current;

    SegmentWriter(SegmentFactory factory, Segment current) {
        this.factory = factory;
        this.current = current;
    }

    /**
     * The record is durable on return.
     *
     * @throws OutOfSpaceException if it needs a new segment and there is no room; it is in no file then
     * @throws IOException after which nothing may be appended any more: what is on the disk is not known
     */
    void append(RecordBuffer record) throws IOException {
        if (!current.fits(record.bytes())) {
            Segment next = factory.create(record.firstIndex());
            current.close();
            current = next;
        }
        current.append(record);
        if (current.isHalfFull()) {
            factory.prepareNext();
        }
    }

    @Override
    public void close() throws IOException {
        try {
            factory.close();
        } finally {
            current.close();
        }
    }
}
