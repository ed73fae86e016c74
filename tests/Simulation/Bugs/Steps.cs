using TenantTokens.Durable;

namespace TenantTokens.Simulation.Bugs;

/// <summary>Which activity a read, a write or a request belongs to, for bugs that are in one activity only.</summary>
internal static class Steps
{
    private static readonly AsyncLocal<string?> _now = new();

    /// <summary>Whether this is done by that activity, which was marked.</summary>
    public static bool IsIn<TInput, TResult>(ActivityName<TInput, TResult> activity) => _now.Value == activity.Value;

    /// <summary>From now on it is known what this activity does.</summary>
    public static void Mark<TInput, TResult>(this DurableTaskRegistry registry, ActivityName<TInput, TResult> activity)
        => registry.Mark(activity, static _ => true);

    /// <summary>From now on it is known what this activity does with some inputs.</summary>
    public static void Mark<TInput, TResult>(
        this DurableTaskRegistry registry,
        ActivityName<TInput, TResult> activity,
        Func<TInput, bool> isMeant)
        => registry.WrapActivity(activity, async (_, input, run) =>
        {
            _now.Value = isMeant(input) ? activity.Value : null;
            return await run(input);
        });
}
