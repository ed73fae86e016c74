// These tests mostly wait for a simulated world, so more of them than there are processors can run at once. Those of a class take turns: two demos of 50
// real scripts at once would let each other's commands run out of time.
[assembly: Xunit.v3.Parallelization(MaxThreads = 4)]
