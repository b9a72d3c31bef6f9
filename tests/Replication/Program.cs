using MGen.Replication.Tests;
using MGen.Replication.Tests.Simulation;
using Xunit.MicrosoftTestingPlatform;
using Xunit.Runner.InProc.SystemConsole;

// As the entry point that xunit generates: `dotnet test` starts the program as a server of its platform.
return args switch
{
    ["explore", ..] => ExploreCommand.Run(args[1..], Console.Out, Console.Error),
    _ when args.Any(arg => arg is "--server" or "--internal-msbuild-node") => await TestPlatformTestFramework.RunAsync(
        args,
        SelfRegisteredExtensions.AddSelfRegisteredExtensions
    ),
    _ => await ConsoleRunner.Run(args),
};
