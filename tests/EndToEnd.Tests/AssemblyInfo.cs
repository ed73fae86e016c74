// Each test has a world of its own and mostly waits for it, so more of them than there are processors can run at once.
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.All, MaxThreads = 5)]
