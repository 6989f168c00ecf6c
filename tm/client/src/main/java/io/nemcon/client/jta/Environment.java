package io.nemcon.client.jta;

import io.nemcon.client.session.Sessions;
import io.nemcon.node.host.Host;

/** What all transactions of one client share. */
record Environment(Host host, Sessions sessions, Workers workers, ThreadTransactions threads, JtaConfig config) {}
