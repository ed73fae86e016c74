namespace TenantTokens.FunctionsTests.Replay;

public sealed class DurableAnalyzersTests
{
    private const string Orchestrator = "Rotations/Watch.orchestrator.cs";
    private const string Called = "Rotations/PhaseTransitions.cs";

    [Fact]
    public async Task Microsoft_s_analyzers_find_nothing_in_any_orchestrator()
        => Assert.Empty(await DurableAnalyzers.AskAsync(static (_, text) => text, TestContext.Current.CancellationToken));

    [Fact]
    public async Task They_find_what_an_orchestrator_and_what_it_calls_must_not_do()
    {
        IReadOnlyList<string> found = await DurableAnalyzers.AskAsync(static (path, text) => path switch
        {
            Orchestrator => Insert(text, "for (int look = 0;", """
                var a = DateTime.UtcNow; var b = Guid.NewGuid(); await Task.Delay(1); await Task.Run(() => 1); var c = Environment.GetEnvironmentVariable("A"); using HttpClient d = new();
                """),
            Called => text.Replace("=> phase is RotationPhase.RotatingActiveGates or", "=> TimeProvider.System.GetUtcNow() > default(DateTimeOffset) && phase is RotationPhase.RotatingActiveGates or", StringComparison.Ordinal),
            _ => text,
        }, TestContext.Current.CancellationToken);
        Assert.Equal(
            [
                $"DURABLE0001 {Called}", $"DURABLE0001 {Orchestrator}", $"DURABLE0002 {Orchestrator}", $"DURABLE0003 {Orchestrator}", $"DURABLE0004 {Orchestrator}", $"DURABLE0005 {Orchestrator}",
                $"DURABLE0006 {Orchestrator}",
            ],
            found.Select(static one => one.Split(':')[0]).Distinct());
    }

    private static string Insert(string text, string before, string line) => text.Replace(before, $"{line}\n{before}", StringComparison.Ordinal);
}
