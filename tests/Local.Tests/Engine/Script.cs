using TenantTokens.Durable;
using TenantTokens.EngineContract;

namespace TenantTokens.Local.Tests.Engine;

/// <summary>A little workflow as data, so that a test can make up any.</summary>
/// <param name="Kind">What to do.</param>
/// <param name="Text">What an activity or event gives.</param>
/// <param name="Parts">What is done in it.</param>
internal sealed record Script(ScriptKind Kind, string Text = "", Script[]? Parts = null)
{
    public static readonly OrchestratorName<Script, string> Name = new("Script");

    /// <summary>What running it must give, whatever happens to the process meanwhile.</summary>
    public string Expected => Kind switch
    {
        ScriptKind.Activity => Text,
        ScriptKind.Retry => "3",
        ScriptKind.Failure => "failed",
        ScriptKind.Timer => "timer",
        ScriptKind.Race => "short",
        ScriptKind.Child => $"<{Parts![0].Expected}>",
        ScriptKind.Sequence => string.Join(',', Parts!.Select(static part => part.Expected)),
        _ => $"[{string.Join('|', Parts!.Select(static part => part.Expected))}]",
    };

    public override string ToString() => Parts is null ? $"{Kind} {Text}" : $"{Kind}({string.Join(", ", Parts.AsEnumerable())})";

    internal sealed class Orchestrator : IOrchestrator<Script, string>
    {
        public async Task<string> RunAsync(IOrchestrationContext context, Script input)
        {
            Guid first = context.NewGuid();
            string result = await RunAsync(input, context);
            if (await context.CallActivityAsync(ContractActivities.Echo, first.ToString()) != first.ToString())
            {
                throw new InvalidOperationException("The id changed.");
            }

            return result;
        }

        private static async Task<string> RunAsync(Script script, IOrchestrationContext context)
        {
            switch (script.Kind)
            {
                case ScriptKind.Activity:
                    return await context.CallActivityAsync(ContractActivities.Echo, script.Text);
                case ScriptKind.Retry:
                    // A crash may waste an attempt: the activity counts calls, not recorded ones.
                    return await context.CallActivityAsync(
                        ContractActivities.FailTwice,
                        $"{context.NewGuid()}",
                        new RetryPolicy(3, TimeSpan.FromMilliseconds(1))) >= 3
                        ? "3"
                        : "too early";
                case ScriptKind.Failure:
                    try
                    {
                        return await context.CallActivityAsync(ContractActivities.Fail, script.Text);
                    }
                    catch (ActivityFailedException)
                    {
                        return "failed";
                    }

                case ScriptKind.Timer:
                    await context.CreateTimer(TimeSpan.FromMilliseconds(2), CancellationToken.None);
                    return "timer";
                case ScriptKind.Race:
                    using (CancellationTokenSource cancel = new())
                    {
                        Task longOne = context.CreateTimer(TimeSpan.FromDays(60), cancel.Token);
                        Task shortOne = context.CreateTimer(TimeSpan.FromMilliseconds(1), CancellationToken.None);
                        string winner = await Task.WhenAny(longOne, shortOne) == shortOne ? "short" : "long";
                        cancel.Cancel();
                        return winner;
                    }

                case ScriptKind.Child:
                    return $"<{await context.CallSubOrchestratorAsync(Name, script.Parts![0])}>";
                case ScriptKind.Sequence:
                    List<string> results = [];
                    foreach (Script part in script.Parts!)
                    {
                        results.Add(await RunAsync(part, context));
                    }

                    return string.Join(',', results);
                default:
                    return $"[{string.Join('|', await Task.WhenAll(script.Parts!.Select(part => RunAsync(part, context))))}]";
            }
        }
    }
}
