package io.nemcon.simulation.log;

/** One entry of the truth: durable on a majority. */
public record Entry(long index, long term, byte[] bytes) {}
