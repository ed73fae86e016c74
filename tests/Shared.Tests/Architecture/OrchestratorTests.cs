using TenantTokens.Durable;
using TenantTokens.Registration;

namespace TenantTokens.Shared.Tests.Architecture;

public sealed class OrchestratorTests
{
    private static readonly DurableTaskRegistry _registry = new DurableTaskRegistry().AddRotationTasks();

    /// <summary>Classes that were renamed. Their registered names stand in histories and never change.</summary>
    private static readonly Dictionary<string, string> _renamed = new()
    {
        ["CheckActiveGateOnline"] = "CheckGateOnline",
        ["CloseGateIfDecided"] = "SettleGate",
        ["DeleteFinishedRunCommands"] = "SweepCommands",
        ["NotifySuperseded"] = "TellSuperseded",
        ["ReadLateRunCommands"] = "ReadLateCommands",
        ["ReadOperatorCommand"] = "ReadCommand",
        ["RemindApprovers"] = "TendGate",
        ["SendRunCommand"] = "SendCommand",
        ["SkipExceptions"] = "SkipRest",
        ["TakeOperatorCommand"] = "TakeCommand",
    };

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
            SourceTree.SharedFiles("*.cs").Where(static file => file.Contains(
                $"{Path.DirectorySeparatorChar}Rotations{Path.DirectorySeparatorChar}",
                StringComparison.Ordinal)
                && !file.EndsWith(".orchestrator.cs", StringComparison.Ordinal)),
            static file => Assert.DoesNotContain("IOrchestrationContext", File.ReadAllText(file), StringComparison.Ordinal));

    [Fact]
    public void Every_orchestrator_is_registered_once()
        => Assert.Equal(
            Names(Implementing(typeof(IOrchestrator<,>))),
            Names(_registry.Orchestrators.Values.Select(static one => one.Type)));

    [Fact]
    public void Every_activity_is_registered_once_under_its_own_name_or_the_one_that_histories_know()
    {
        Assert.Equal(Names(Implementing(typeof(IActivity<,>))), Names(_registry.Activities.Values.Select(static one => one.Type)));
        Assert.All(
            _registry.Activities,
            static one => Assert.Equal(one.Key, _renamed.GetValueOrDefault(one.Value.Type.Name, one.Value.Type.Name)));
    }

    private static IEnumerable<Type> Implementing(Type contract)
        => typeof(RotationTasks).Assembly.GetTypes().Where(type => type is { IsClass: true, IsAbstract: false }
            && type.GetInterfaces().Any(one => one.IsGenericType && one.GetGenericTypeDefinition() == contract));

    private static string[] Names(IEnumerable<Type> types)
        => [.. types.Select(static type => type.FullName!).Order(StringComparer.Ordinal)];
}
