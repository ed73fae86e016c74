using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using TenantTokens.Failures;

namespace TenantTokens.Durable;

/// <summary>One activity, callable with JSON in and JSON out.</summary>
public sealed partial class ActivityRegistration
{
    private readonly Func<IServiceProvider, string?, CancellationToken, Task<string?>> _run;

    private ActivityRegistration(string name, Type type, Func<IServiceProvider, string?, CancellationToken, Task<string?>> run)
    {
        Name = name;
        Type = type;
        _run = run;
    }

    /// <summary>The registered name.</summary>
    public string Name { get; }

    /// <summary>The class that implements it.</summary>
    public Type Type { get; }

    /// <summary>Runs the activity in a scope of its own.</summary>
    /// <exception cref="ActivityFailedException">
    /// The activity threw. The message is written by <see cref="FailureText"/> and scrubbed (<see cref="ISecretScrubber"/>); only the log
    /// has the original exception.
    /// </exception>
    /// <exception cref="OperationCanceledException">
    /// <paramref name="cancellationToken"/> was cancelled because the host is shutting down.
    /// </exception>
    public async Task<string?> RunAsync(IServiceProvider services, string? inputJson, CancellationToken cancellationToken)
    {
        try
        {
            await using AsyncServiceScope scope = services.CreateAsyncScope();
            return await _run(scope.ServiceProvider, inputJson, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception exception)
        {
            ISecretScrubber scrubber = services.GetRequiredService<ISecretScrubber>();
            string type = exception.GetType().FullName ?? exception.GetType().Name;
            Log.Failed(
                services.GetRequiredService<ILoggerFactory>().CreateLogger<ActivityRegistration>(),
                Name,
                type,
                scrubber.Scrub(exception.Message));
            throw new ActivityFailedException(Name, type, scrubber.Scrub(FailureText.From(exception)));
        }
    }

    /// <summary>Returns the same activity under the same name, with a function around each run.</summary>
    internal ActivityRegistration Wrap<TInput, TResult>(Func<IServiceProvider, TInput, Func<TInput, Task<TResult>>, Task<TResult>> around)
        => new(Name, Type, async (services, inputJson, cancellationToken) =>
        {
            TInput input = inputJson is null ? default! : JsonSerializer.Deserialize<TInput>(inputJson, DurableJson.Options)!;
            TResult result = await around(services, input, async given =>
                JsonSerializer.Deserialize<TResult>(
                    (await _run(services, JsonSerializer.Serialize(given, DurableJson.Options), cancellationToken))!,
                    DurableJson.Options)!);
            return JsonSerializer.Serialize(result, DurableJson.Options);
        });

    internal static ActivityRegistration Create<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)]
    TActivity, TInput, TResult>(
        ActivityName<TInput, TResult> name)
        where TActivity : class, IActivity<TInput, TResult>
        => new(name.Value, typeof(TActivity), static async (services, inputJson, cancellationToken) =>
        {
            TInput input = inputJson is null ? default! : JsonSerializer.Deserialize<TInput>(inputJson, DurableJson.Options)!;
            TActivity activity = Made<TActivity>.By(services, null);
            TResult result = await activity.RunAsync(input, cancellationToken);
            return JsonSerializer.Serialize(result, DurableJson.Options);
        });

    private static partial class Log
    {
        [LoggerMessage(EventId = 1, Level = LogLevel.Warning, Message = "{Activity} failed: {Type}: {Problem}")]
        public static partial void Failed(ILogger logger, string activity, string type, string problem);
    }

    /// <summary>Creates the activity. Its constructor is looked up once per type.</summary>
    private static class Made<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TActivity>
    {
        public static readonly ObjectFactory<TActivity> By = ActivatorUtilities.CreateFactory<TActivity>([]);
    }
}
