using System.Text.Json;

namespace TenantTokens.Durable;

/// <summary>One orchestrator, callable with JSON in and JSON out.</summary>
public sealed class OrchestratorRegistration
{
    private readonly Func<IOrchestrationContext, string?, Task<string?>> _run;

    private OrchestratorRegistration(string name, Type type, Func<IOrchestrationContext, string?, Task<string?>> run)
    {
        Name = name;
        Type = type;
        _run = run;
    }

    /// <summary>The registered name.</summary>
    public string Name { get; }

    /// <summary>The class that implements it.</summary>
    public Type Type { get; }

    /// <summary>Runs a new orchestrator object.</summary>
    public Task<string?> RunAsync(IOrchestrationContext context, string? inputJson) => _run(context, inputJson);

    internal static OrchestratorRegistration Create<TOrchestrator, TInput, TResult>(OrchestratorName<TInput, TResult> name)
        where TOrchestrator : class, IOrchestrator<TInput, TResult>, new()
        => new(name.Value, typeof(TOrchestrator), static async (context, inputJson) =>
        {
            TInput input = inputJson is null ? default! : JsonSerializer.Deserialize<TInput>(inputJson, DurableJson.Options)!;
            TResult result = await new TOrchestrator().RunAsync(context, input);
            return JsonSerializer.Serialize(result, DurableJson.Options);
        });
}
