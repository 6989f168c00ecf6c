package io.nemcon.client.jta;

import io.nemcon.client.session.Sessions;

/** What all transactions of one client share. */
record Environment(Sessions sessions, Workers workers, ThreadTransactions threads, JtaConfig config) {}
