package io.nemcon.simulation.planted;

/**
 * Where a switch is woven in.
 *
 * @param arguments how many the method has, for it may share its name
 * @param advice what is woven around it
 */
record Planting(String type, String method, int arguments, Class<?> advice) {}
