package io.nemcon.simulation.network;

import io.nemcon.simulation.machine.Machine;

/** Hears what passes between clients and services. Must change nothing. */
public interface Wiretap {

    /** A client handed a request to its connection: it may arrive from now on. */
    void sent(Machine client, int method, byte[] payload);

    /** A service answered what it received at that time. */
    void answered(Machine server, Object connection, long receivedNs, int method, byte[] request, byte[] reply);

    /** A service was told that a connection is gone. */
    void closed(Machine server, Object connection);
}
