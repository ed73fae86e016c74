using TenantTokens.Durable;
using TenantTokens.Rotations;

namespace TenantTokens.Shared.Tests.Architecture;

public sealed class OrchestratorTests
{
    private static readonly DurableTaskRegistry _registry = new DurableTaskRegistry().AddRotationTasks();

    public static TheoryData<string> Files => [.. SourceTree.SharedFiles("*.orchestrator.cs").Select(static file => Path.GetRelativePath(SourceTree.Shared, file))];

    [Theory]
    [MemberData(nameof(Files))]
    public void An_orchestrator_does_nothing_that_a_replay_would_do_otherwise(string file)
        => Assert.Empty(OrchestratorRules.Violations(File.ReadAllText(Path.Combine(SourceTree.Shared, file))));

    [Theory]
    [InlineData("var x = DateTime.UtcNow;")]
    [InlineData("var x = System.DateTimeOffset.Now;")]
    [InlineData("var x = Guid.NewGuid();")]
    [InlineData("var x = new Random(1);")]
    [InlineData("var x = Random.Shared.Next();")]
    [InlineData("var x = Environment.MachineName;")]
    [InlineData("var x = System.Environment.MachineName;")]
    [InlineData("File.ReadAllText(path);")]
    [InlineData("System.IO.Directory.Exists(path);")]
    [InlineData("using HttpClient client = new();")]
    [InlineData("await Task.Run(Work);")]
    [InlineData("await Task.Delay(1);")]
    [InlineData("Thread.Sleep(1);")]
    [InlineData("await work.ConfigureAwait(false);")]
    [InlineData("await source.CancelAsync();")]
    [InlineData("var x = Stopwatch.StartNew();")]
    [InlineData("await foreach (var x in items) { }")]
    [InlineData("lock (gate) { }")]
    public void A_bad_line_is_caught(string line) => Assert.NotEmpty(OrchestratorRules.Violations(Method(line)));

    [Theory]
    [InlineData("DateTime x = context.CurrentUtcDateTime;")]
    [InlineData("Guid x = context.NewGuid();")]
    [InlineData("await context.CreateTimer(wait, CancellationToken.None);")]
    [InlineData("await Task.WhenAny(open);")]
    [InlineData("nobodyCame.Cancel();")]
    [InlineData("foreach (var x in items) { }")]
    [InlineData("var x = input.Environment;")]
    public void A_good_line_is_not(string line) => Assert.Empty(OrchestratorRules.Violations(Method(line)));

    [Fact]
    public void Every_orchestrator_is_in_a_marked_file_and_made_without_arguments()
    {
        Type[] orchestrators = [.. Implementing(typeof(IOrchestrator<,>))];
        Assert.NotEmpty(orchestrators);
        string[] marked = [.. SourceTree.SharedFiles("*.orchestrator.cs").Select(File.ReadAllText)];
        Assert.All(orchestrators, type =>
        {
            Assert.NotNull(type.GetConstructor(Type.EmptyTypes));
            Assert.Single(marked, text => text.Contains($"class {type.Name} ", StringComparison.Ordinal));
        });
    }

    [Fact]
    public void Whatever_talks_to_the_orchestration_context_is_in_a_marked_file()
        => Assert.All(
            SourceTree.SharedFiles("*.cs").Where(static file => file.Contains($"{Path.DirectorySeparatorChar}Rotations{Path.DirectorySeparatorChar}", StringComparison.Ordinal) && !file.EndsWith(".orchestrator.cs", StringComparison.Ordinal)),
            static file => Assert.DoesNotContain("IOrchestrationContext", File.ReadAllText(file), StringComparison.Ordinal));

    [Fact]
    public void Every_orchestrator_is_registered_once()
        => Assert.Equal(Names(Implementing(typeof(IOrchestrator<,>))), Names(_registry.Orchestrators.Values.Select(static one => one.Type)));

    [Fact]
    public void Every_activity_is_registered_once_under_its_own_name()
    {
        Assert.Equal(Names(Implementing(typeof(IActivity<,>))), Names(_registry.Activities.Values.Select(static one => one.Type)));
        Assert.All(_registry.Activities, static one => Assert.Equal(one.Value.Type.Name, one.Key));
    }

    private static IEnumerable<Type> Implementing(Type contract)
        => typeof(RotationTasks).Assembly.GetTypes().Where(type => type is { IsClass: true, IsAbstract: false }
            && type.GetInterfaces().Any(one => one.IsGenericType && one.GetGenericTypeDefinition() == contract));

    private static string[] Names(IEnumerable<Type> types) => [.. types.Select(static type => type.FullName!).Order(StringComparer.Ordinal)];

    private static string Method(string line) => $"class C {{ async Task M() {{ {line} }} }}";
}
