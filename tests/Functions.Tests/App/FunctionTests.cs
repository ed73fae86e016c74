using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using TenantTokens.Durable;
using TenantTokens.Functions.Durable;
using TenantTokens.Registration;

namespace TenantTokens.FunctionsTests.App;

/// <summary>What the host finds in the app.</summary>
public sealed class FunctionTests
{
    private static readonly DurableTaskRegistry _tasks = new DurableTaskRegistry().AddRotationTasks();

    private static readonly (string Name, MethodInfo Method)[] _functions =
    [
        .. typeof(TaskRunner).Assembly.GetTypes()
            .SelectMany(static type => type.GetMethods(
                BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly))
            .Select(static method => (method.GetCustomAttribute<FunctionAttribute>()?.Name!, method))
            .Where(static one => one.Item1 is not null),
    ];

    [Fact]
    public void Every_orchestrator_is_exactly_one_function()
        => Assert.Equal(_tasks.Orchestrators.Keys.Order(StringComparer.Ordinal), NamesOf<OrchestrationTriggerAttribute>());

    [Fact]
    public void Every_activity_is_exactly_one_function()
        => Assert.Equal(_tasks.Activities.Keys.Order(StringComparer.Ordinal), NamesOf<ActivityTriggerAttribute>());

    [Fact]
    public void No_two_functions_have_one_name()
        => Assert.Equal(_functions.Length, _functions.Select(static one => one.Name).Distinct(StringComparer.OrdinalIgnoreCase).Count());

    [Fact]
    public void The_schedule_is_asked_when_the_setting_says()
        => Assert.Contains("%RotationSchedule%", _functions.Select(static one => Trigger<TimerTriggerAttribute>(one.Method)?.Schedule));

    private static IEnumerable<string> NamesOf<TTrigger>()
        where TTrigger : Attribute
        => _functions.Where(static one => Trigger<TTrigger>(one.Method) is not null)
            .Select(static one => one.Name)
            .Order(StringComparer.Ordinal);

    private static TTrigger? Trigger<TTrigger>(MethodInfo method)
        where TTrigger : Attribute
        => method.GetParameters()
            .Select(static parameter => parameter.GetCustomAttribute<TTrigger>())
            .FirstOrDefault(static one => one is not null);
}
