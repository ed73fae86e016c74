using TenantTokens.Simulation.Actors;
using TenantTokens.Simulation.Runs;
using TenantTokens.Simulation.Time;

Pump.Prepare();
int first = int.Parse(args[0]), last = int.Parse(args[1]);
System.Diagnostics.Stopwatch watch = System.Diagnostics.Stopwatch.StartNew();
for (int seed = first; seed <= last; seed++)
{
    RunResult result = SeedRun.Play(Story.Of(seed), new RunOptions { TracesAll = args.Length > 2 && args[2] == "all" });
    if (args.Length > 2)
    {
        foreach (StoryEvent e in Story.Of(seed).Events) Console.WriteLine(e);
        foreach (string line in result.Lines) Console.WriteLine(line);
    }
    Console.WriteLine($"{seed} {result.Hash} {result.End} {result.Steps} {result.Lasted} {result.Stuck} {string.Join("; ", result.Violations.Select(v => v.Check + ": " + v.Message))} {watch.ElapsedMilliseconds}ms");
}
